package io.stampede.bench.cli;

import io.stampede.bench.speed.StepTimer;
import io.stampede.core.network.Architecture;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stampede bench step}. */
@Command(
        name = "step",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Prints the milliseconds of one training step on random pictures.")
final class StepCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--architecture", paramLabel = "NAME", defaultValue = "vgg19")
    private String architecture;

    @Option(names = "--width", paramLabel = "X", defaultValue = "0.25")
    private double width;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "128")
    private int batch;

    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "10")
    private int warmUp;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "100")
    private int steps;

    @Override
    public Integer call() {
        double millis =
                StepTimer.millisPerStep(
                        new StepTimer.Plan(
                                Architecture.of(architecture), width, batch, warmUp, steps));
        spec.commandLine().getOut().println(String.format(Locale.ROOT, "%.3f", millis));
        return 0;
    }
}
