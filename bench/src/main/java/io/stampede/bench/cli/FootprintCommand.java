package io.stampede.bench.cli;

import io.stampede.bench.console.ProgressLine;
import io.stampede.bench.device.Footprint;
import io.stampede.bench.device.FootprintTable;
import io.stampede.bench.process.Launcher;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stampede bench footprint}. */
@Command(
        name = "footprint",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Measures the memory of the whole agent: idle, receiving a full-width VGG-19,",
            "pruning it, fine-tuning the subnetwork. Starts a server and agents of its own."
        })
final class FootprintCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--idle-seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long an agent with nothing to do is watched.")
    private int idleSeconds;

    @Option(names = "--out", paramLabel = "FILE", description = "Receives the table as Markdown.")
    private Path out;

    @Override
    public Integer call() {
        FootprintTable table =
                new Footprint(Launcher.current(), idleSeconds, ProgressLine.onStandardError())
                        .run();
        spec.commandLine().getOut().print(table.toMarkdown());
        spec.commandLine().getOut().flush();
        if (out != null) {
            write(table);
        }
        return 0;
    }

    private void write(FootprintTable table) {
        try {
            Files.writeString(out, table.toMarkdown());
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED, "expected to write " + out + ", found " + e, e);
        }
    }
}
