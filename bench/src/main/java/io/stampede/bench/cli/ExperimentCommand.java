package io.stampede.bench.cli;

import static java.util.Objects.requireNonNull;

import io.stampede.bench.console.ProgressLine;
import io.stampede.bench.experiment.Experiment;
import io.stampede.bench.experiment.ExperimentOutcome;
import io.stampede.bench.experiment.ExperimentRun;
import io.stampede.bench.experiment.Preparation;
import io.stampede.bench.experiment.RunKey;
import io.stampede.bench.experiment.report.Results;
import io.stampede.bench.method.Methods;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.train.Progress;
import io.stampede.core.train.RunControl;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code stampede bench table1}, {@code table2}, {@code table3}, {@code fig3} to {@code fig6}.
 *
 * <p>Whatever is wrong with what was asked for is found before anything is written, and ends with
 * the status of wrong usage.
 */
@Command(mixinStandardHelpOptions = true)
final class ExperimentCommand implements Callable<Integer> {
    private static final int FAILED_RUNS = 1;

    private final Experiment experiment;

    @Spec private CommandSpec spec;
    @Mixin private ExperimentOptionGroup options;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Receives results, table and charts; given again, it goes on there.")
    private Path out;

    private ExperimentCommand(Experiment experiment) {
        this.experiment = requireNonNull(experiment, "experiment is null");
    }

    /** Adds a command for each table and figure. */
    static void addTo(CommandLine bench) {
        for (Experiment experiment : Experiment.values()) {
            CommandLine line = new CommandLine(new ExperimentCommand(experiment));
            line.getCommandSpec()
                    .usageMessage()
                    .description(
                            "%s of the paper (%s): results.csv, results.json, table.txt and charts."
                                    .formatted(
                                            experiment.heading(), experiment.architecture().id()),
                            "Methods: " + Methods.ids() + ".")
                    .sortOptions(false);
            bench.addSubcommand(experiment.id(), line);
        }
    }

    @Override
    public Integer call() {
        ProgressLine line = ProgressLine.onStandardError();
        ExperimentRun run;
        try {
            run = prepare(line);
        } catch (StampedeException e) {
            spec.commandLine()
                    .getErr()
                    .printf(
                            "%s: %s: %s%n",
                            spec.qualifiedName(),
                            e.code(),
                            e.getMessage().lines().findFirst().orElse(""));
            return ErrorCode.INVALID_ARGUMENT.exitCode();
        }
        ExperimentOutcome outcome = run.run();
        line.finish();
        Results.write(outcome, out);
        Results.draw(outcome, out);
        spec.commandLine().getOut().print(Results.table(outcome));
        spec.commandLine().getOut().flush();
        return outcome.failures().isEmpty() ? 0 : FAILED_RUNS;
    }

    private ExperimentRun prepare(ProgressLine line) {
        String[] work = {"preparing"};
        return new ExperimentRun(
                Preparation.of(options.options(experiment)),
                out,
                new ExperimentRun.Listener(
                        (key, number, runs) -> {
                            work[0] = work(key);
                            line.say("  run %d of %d: %s".formatted(number, runs, work[0]));
                        },
                        outcome -> Results.write(outcome, out),
                        new RunControl(step -> show(line, work[0], step), () -> false)),
                Clock.systemUTC());
    }

    private static String work(RunKey key) {
        return String.join(
                " ",
                List.of(
                        key.label(),
                        key.size() + " pictures of " + key.target() + ",",
                        key.limit() + ",",
                        "seed " + key.seed()));
    }

    private static void show(ProgressLine line, String work, Progress step) {
        if (Double.isNaN(step.loss())) {
            return;
        }
        line.training(work.split(" ")[0] + " " + step.phase().id(), step);
    }
}
