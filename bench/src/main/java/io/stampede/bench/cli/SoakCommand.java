package io.stampede.bench.cli;

import io.stampede.bench.device.Soak;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stampede bench soak}. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Adapts again and again in one process and tells how its memory grows.")
final class SoakCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "200",
            description = "Adaptations before those that count.")
    private int warmUp;

    @Option(names = "--cycles", paramLabel = "N", defaultValue = "200")
    private int cycles;

    @Option(
            names = "--pruning-steps",
            paramLabel = "K",
            defaultValue = "2",
            description = "Pruning steps of each adaptation.")
    private int pruningSteps;

    @Option(names = "--here", hidden = true, description = "Adapts this phi in this JVM.")
    private Path here;

    @Option(names = "--out", hidden = true)
    private Path out;

    @Override
    public Integer call() {
        Soak soak = new Soak(warmUp, cycles, pruningSteps);
        if (here != null) {
            spec.commandLine().getOut().println(soak.here(here, out));
        } else {
            soak.run(spec.commandLine().getOut());
        }
        return 0;
    }
}
