package io.stampede.bench.cli;

import picocli.CommandLine.Command;

/** {@code stampede bench}: the experiments. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Experiments.",
            "'stampede bench speed' times training and compares it with PyTorch's from Python."
        },
        subcommands = {
            StepCommand.class,
            RatesCommand.class,
            InstantiateCommand.class,
            FootprintCommand.class,
            SoakCommand.class,
            LimitCommand.class
        })
final class BenchCommand {}
