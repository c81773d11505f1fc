package io.stampede.agent.adapt;

import io.stampede.agent.store.AtomicFile;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directory in which the next subnetwork is made. It outlives a crash, so that an adaptation of
 * the same goes on where it ended, and becomes a slot by one rename.
 */
public final class Workbench {
    private static final String BASIS = "basis.json";

    private final Path directory;

    Workbench(Path directory) {
        this.directory = directory;
    }

    /** The directory, which may not exist. */
    public Path directory() {
        return directory;
    }

    /** What lies here was made from; empty where nothing lies here. */
    public Optional<Basis> basis() {
        return basis(directory);
    }

    /** Prepares the directory: with what is there where that has the same basis, else empty. */
    public Path prepare(Basis basis) {
        if (!basis().equals(Optional.of(basis))) {
            clear();
            try {
                Files.createDirectories(directory);
            } catch (IOException e) {
                throw failure(directory, e);
            }
            AtomicFile.write(
                    directory.resolve(BASIS), basis.toJson().getBytes(StandardCharsets.UTF_8));
        }
        return directory;
    }

    /** The document of an adaptation of this basis that had ended here. */
    public Optional<String> finished(Basis basis) {
        Path document = directory.resolve(Slots.DOCUMENT);
        if (!basis().equals(Optional.of(basis)) || !Files.isRegularFile(subnetwork())) {
            return Optional.empty();
        }
        try {
            return Files.isRegularFile(document)
                    ? Optional.of(Files.readString(document))
                    : Optional.empty();
        } catch (IOException e) {
            throw failure(document, e);
        }
    }

    /** Removes everything here. */
    public void clear() {
        remove(directory);
    }

    void requireSubnetwork() {
        if (!Files.isRegularFile(subnetwork())) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "expected a subnetwork at %s, found none".formatted(subnetwork()));
        }
    }

    /** Seals everything and puts it to disk, then in the place of a slot. */
    void moveTo(Path slot) {
        try {
            SlotSeal.write(directory);
            try (Stream<Path> files = Files.walk(directory)) {
                files.filter(Files::isRegularFile).forEach(AtomicFile::force);
            }
            remove(slot);
            AtomicFile.move(directory, slot);
        } catch (IOException e) {
            throw failure(slot, e);
        }
    }

    /** Undoes a move, where nothing lies here by now. */
    void takeBack(Path slot) {
        if (Files.isDirectory(slot) && !Files.exists(directory)) {
            try {
                AtomicFile.move(slot, directory);
            } catch (IOException e) {
                throw failure(slot, e);
            }
        }
    }

    static Optional<Basis> basis(Path directory) {
        Path file = directory.resolve(BASIS);
        try {
            return Files.isRegularFile(file)
                    ? Basis.fromJson(Files.readString(file))
                    : Optional.empty();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private Path subnetwork() {
        return directory.resolve(Slots.SUBNETWORK);
    }

    private static void remove(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(tree)) {
            List<Path> inner = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : inner) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw failure(tree, e);
        }
    }

    private static StampedeException failure(Path path, IOException cause) {
        return new StampedeException(
                ErrorCode.STORAGE_FAILED,
                "could not use %s: %s; check the disk".formatted(path, cause.getMessage()),
                cause);
    }
}
