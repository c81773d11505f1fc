package io.stampede.agent.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A folder for the files of one container of properties. */
final class Scratch implements AutoCloseable {
    private final Path root;

    Scratch() throws IOException {
        root = directory();
    }

    /** In memory where the system has such a place: forcing to disk a thousand times takes long. */
    static Path directory() throws IOException {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "stampede-fuzz")
                : Files.createTempDirectory("stampede-fuzz");
    }

    Path path(String name) {
        return root.resolve(name);
    }

    /** Writes bytes into the one file that parsers are given. */
    Path hold(byte[] bytes) throws IOException {
        return hold("fuzzed", bytes);
    }

    Path hold(String name, byte[] bytes) throws IOException {
        Path file = path(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
