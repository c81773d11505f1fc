package io.stampede.agent.adapt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stampede.agent.intake.Sha256;
import io.stampede.agent.store.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The digests of what a slot serves from, as they were when it went live: a disk that loses a bit
 * years later would otherwise change answers in silence. {@code sha256sum -c SHA256SUMS} reads them
 * too.
 */
final class SlotSeal {
    static final String FILE = "SHA256SUMS";
    private static final String SERVED = "subnetwork.";
    private static final String BETWEEN = "  "; // of digest and name, as sha256sum has it

    private SlotSeal() {}

    /** Notes the digests of a finished subnetwork. */
    static void write(Path directory) throws IOException {
        String lines = String.join("\n", digests(directory)) + "\n";
        AtomicFile.write(directory.resolve(FILE), lines.getBytes(UTF_8));
    }

    /** What is not as it was; empty where all is, or where an older agent noted nothing. */
    static Optional<String> broken(Path directory) throws IOException {
        Path seal = directory.resolve(FILE);
        if (!Files.isRegularFile(seal)) {
            return Optional.empty();
        }
        List<String> found = digests(directory);
        return Files.readString(seal)
                .lines()
                .filter(line -> !found.contains(line))
                .findFirst()
                .map(line -> line.substring(line.indexOf(BETWEEN) + BETWEEN.length()));
    }

    private static List<String> digests(Path directory) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : served(directory)) {
            lines.add(Sha256.hex(file) + BETWEEN + file.getFileName());
        }
        return lines;
    }

    private static List<Path> served(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().startsWith(SERVED))
                    .sorted()
                    .toList();
        }
    }
}
