package io.stampede.bench.process;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The script {@code stampede}, by which other programs of this installation are started with the
 * options and the environment that they need.
 *
 * @param script path of the script
 */
public record Launcher(Path script) {
    private static final String PROPERTY = "stampede.launcher";

    /**
     * The launcher that started this program.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_CONFIGURATION} where none did
     */
    public static Launcher current() {
        String path = System.getProperty(PROPERTY, "");
        if (path.isEmpty() || !Files.isExecutable(Path.of(path))) {
            throw new StampedeException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "expected -D%s with the path of the script stampede, found '%s'; use ./stampede"
                            .formatted(PROPERTY, path));
        }
        return new Launcher(Path.of(path));
    }

    /** The command line of {@code stampede ARGUMENTS}. */
    public List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(script.toString());
        command.addAll(arguments);
        return List.copyOf(command);
    }
}
