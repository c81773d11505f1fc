package io.stampede.agent.receive;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.intake.ModelId;
import io.stampede.agent.intake.Sha256;
import io.stampede.agent.store.AtomicFile;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The models that arrived whole: {@code NAME/VERSION/phi.safetensors}.
 *
 * <p>A file is on the shelf only after it was verified; it appears by one rename.
 */
public final class ModelShelf {
    private final Path root;

    /** Opens the shelf in a directory. */
    public ModelShelf(Path root) {
        this.root = requireNonNull(root, "root is null");
    }

    /** The file of a model, where it has arrived. */
    public Optional<Path> find(ModelId model) {
        return Optional.of(path(model)).filter(Files::isRegularFile);
    }

    /** Takes a verified file; its bytes must already be forced to disk. */
    Path install(ModelId model, Path file) {
        Path target = path(model);
        try {
            Files.createDirectories(target.getParent());
            AtomicFile.move(file, target);
            return target;
        } catch (IOException e) {
            throw failure(target, e);
        }
    }

    /** Names of the models of which a version may be here. */
    public List<String> names() {
        try (Stream<Path> list = Files.list(root)) {
            return list.filter(Files::isDirectory)
                    .map(directory -> directory.getFileName().toString())
                    .toList();
        } catch (IOException e) {
            throw failure(root, e);
        }
    }

    /** Takes a model off the shelf to make room, where it is there. */
    public void remove(ModelId model) {
        Path file = path(model);
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.getParent());
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /** Takes a model off the shelf that is no longer the file that was verified. */
    public void removeDamaged(ModelId model) {
        Optional<Path> file = find(model);
        try {
            if (file.isPresent() && !Sha256.hex(file.get()).equals(model.sha256())) {
                remove(model);
            }
        } catch (IOException e) {
            throw failure(file.orElseThrow(), e);
        }
    }

    private Path path(ModelId model) {
        return root.resolve(model.name())
                .resolve(Long.toString(model.version()))
                .resolve("phi.safetensors");
    }

    private static StampedeException failure(Path file, IOException cause) {
        return new StampedeException(
                ErrorCode.STORAGE_FAILED,
                "could not keep the model %s: %s; check the disk"
                        .formatted(file, cause.getMessage()),
                cause);
    }
}
