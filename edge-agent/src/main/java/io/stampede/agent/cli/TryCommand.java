package io.stampede.agent.cli;

import static java.util.Objects.requireNonNull;

import io.stampede.core.data.DatasetCheck;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.nn.TensorEngine;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code try}: does one thing that may take memory or the process with it, for {@code doctor},
 * which starts it as a child.
 */
@Command(name = "try", hidden = true, description = "Loads natives or reads data, for doctor.")
final class TryCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", description = "engine or data")
    private What what;

    @Parameters(index = "1", arity = "0..1", description = "The source of pictures.")
    private String source;

    /** What can be tried. Lower case, because it stands in a command line. */
    enum What {
        /** The natives of PyTorch. */
        engine,
        /** A source of pictures. */
        data
    }

    TryCommand(Terminal terminal) {
        this.terminal = requireNonNull(terminal, "terminal is null");
    }

    @Override
    public Integer call() {
        terminal.out().println(what == What.engine ? engine() : data());
        terminal.out().flush();
        return 0;
    }

    private static String engine() {
        return TensorEngine.load() + " loads";
    }

    private String data() {
        ImageDataset pictures =
                DatasetCheck.requireTrainable(
                        Pictures.toLearnFrom(
                                Optional.ofNullable(source).orElse(""), OptionalInt.empty(), 1));
        return "%d pictures of %d classes can be read"
                .formatted(pictures.size(), pictures.labelNames().size());
    }
}
