package io.stampede.bench.cli;

import io.stampede.bench.device.Instantiations;
import io.stampede.core.network.Architecture;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stampede bench instantiate}. */
@Command(
        name = "instantiate",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Times phi to ready subnetwork, each time in a fresh JVM with the options of the",
            "agent's child: encode the set, stream phi for the scores, gather the kept slices."
        })
final class InstantiateCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--architecture", paramLabel = "NAME", defaultValue = "vgg19")
    private String architecture;

    @Option(names = "--width", paramLabel = "X", defaultValue = "1")
    private double width;

    @Option(
            names = "--set",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Pictures that the encoder sees.")
    private int set;

    @Option(
            names = "--percent",
            paramLabel = "P",
            defaultValue = "5",
            description = "Budget: most parameters, in percent of the full network.")
    private double percent;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "7")
    private int rounds;

    @Option(
            names = "--once",
            hidden = true,
            description = "Instantiates this phi in this JVM and prints one document.")
    private Path once;

    @Option(names = "--out", hidden = true)
    private Path out;

    @Override
    public Integer call() {
        Instantiations plan =
                new Instantiations(Architecture.of(architecture), width, set, percent, rounds);
        if (once != null) {
            spec.commandLine().getOut().println(plan.once(once, out));
        } else {
            plan.run(spec.commandLine().getOut());
        }
        return 0;
    }
}
