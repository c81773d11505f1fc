package io.stampede.bench.demo;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.train.MetaTraining;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that a demo leaves.
 *
 * <pre>
 * report.json             what the table says, for programs
 * phi.safetensors         what the server published
 * subnetwork.safetensors  what the device made of it
 * logs/                   of the server and of the agent
 * server/, device/        their data directories
 * target/                 links to the pictures that the device may see, of a folder without splits
 * </pre>
 *
 * @param root the directory
 */
public record DemoDirectory(Path root) {
    private static final String MARKER = ".stampede-demo";
    private static final List<String> CONTENTS =
            List.of(
                    "report.json",
                    MetaTraining.MODEL_FILE,
                    "subnetwork.safetensors",
                    "logs",
                    "server",
                    "device",
                    "target");

    /** Makes the path absolute. */
    public DemoDirectory {
        root = requireNonNull(root, "root is null").toAbsolutePath().normalize();
    }

    /**
     * Creates the directory, or empties that of an earlier demo.
     *
     * @throws StampedeException {@code INVALID_ARGUMENT} where it holds something else, which stays
     *     as it was; {@code STORAGE_FAILED} where it cannot be written
     */
    public void prepare() {
        try {
            Files.createDirectories(root);
            requireOwn();
            for (String name : CONTENTS) {
                delete(root.resolve(name));
            }
            Files.writeString(root.resolve(MARKER), "made by stampede demo\n");
            Files.createDirectories(logs());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** The server's data directory. */
    public Path server() {
        return root.resolve("server");
    }

    /** What the server keeps of one meta-training. */
    public Path job(String id) {
        return server().resolve("jobs").resolve(id);
    }

    /** The agent's data directory. */
    public Path device() {
        return root.resolve("device");
    }

    /** What the device may see of a folder that has no test split. */
    public Path target() {
        return root.resolve("target");
    }

    /** Where output of processes goes. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** The document for programs. */
    public Path report() {
        return root.resolve("report.json");
    }

    /** The copy of phi. */
    public Path phi() {
        return root.resolve(MetaTraining.MODEL_FILE);
    }

    /** The copy of the device's subnetwork. */
    public Path subnetwork() {
        return root.resolve("subnetwork.safetensors");
    }

    /** Copies a file to where it is left. */
    public void keep(Path source, Path target) {
        try {
            Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Writes the document for programs. */
    public void writeReport(String json) {
        try {
            Files.writeString(report(), json);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void requireOwn() throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            if (!Files.exists(root.resolve(MARKER)) && files.findAny().isPresent()) {
                throw new StampedeException(
                        ErrorCode.INVALID_ARGUMENT,
                        "expected --out to be empty or of an earlier demo, found other files in "
                                + root);
            }
        }
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        Files.walkFileTree(
                path,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException error)
                            throws IOException {
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private StampedeException failure(IOException cause) {
        return new StampedeException(
                ErrorCode.STORAGE_FAILED,
                "expected to write to %s, found: %s".formatted(root, cause),
                cause);
    }
}
