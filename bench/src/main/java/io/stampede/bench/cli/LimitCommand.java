package io.stampede.bench.cli;

import io.stampede.bench.device.MemoryLimit;
import io.stampede.core.network.Architecture;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stampede bench limit}. */
@Command(
        name = "limit",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Adapts a full-width network in a process whose memory is limited, and as a control",
            "loads and trains the whole network under the same limit. Exit status 0 where the",
            "first succeeds and the second does not."
        })
final class LimitCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--architecture", paramLabel = "NAME", defaultValue = "vgg19")
    private String architecture;

    @Option(
            names = "--mib",
            paramLabel = "N",
            defaultValue = "300",
            description = "Most private writable memory of each process, the JVM's included.")
    private int mebibytes;

    @Option(names = "--streamed", hidden = true)
    private Path streamed;

    @Option(names = "--whole", hidden = true)
    private Path whole;

    @Option(names = "--out", hidden = true)
    private Path out;

    @Override
    public Integer call() {
        MemoryLimit limit = new MemoryLimit(Architecture.of(architecture), mebibytes);
        if (streamed != null) {
            limit.streamed(streamed, out);
            return 0;
        }
        if (whole != null) {
            limit.whole(whole);
            return 0;
        }
        MemoryLimit.Outcome outcome = limit.run();
        spec.commandLine()
                .getOut()
                .printf(
                        "%s at width 1 in a process of at most %d MiB: adapting as a device ended"
                                + " with status %d, loading and training the whole with %d"
                                + " (without the limit %d)%n",
                        architecture,
                        mebibytes,
                        outcome.streamed(),
                        outcome.whole(),
                        outcome.unlimited());
        return outcome.isAsPromised() ? 0 : 1;
    }
}
