package io.stampede.server.registry;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals models: validates a file, gives it the next version of its name, and keeps it under {@code
 * models/NAME/VERSION/phi.safetensors}.
 *
 * <p>Safe for use by several threads. A file is on disk, whole, before its row is written, so a row
 * never points to nothing. A directory without a row, left by a crash or by a database that was
 * lost, is never written to: its number is not given again.
 */
public final class ModelRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(ModelRegistry.class);
    private static final String FILE_NAME = "phi.safetensors";
    private static final String VERSION_PATTERN = "[0-9]{1,18}";

    private final Path directory;
    private final ModelStore store;
    private final ModelValidator validator;
    private final Clock clock;

    /**
     * Creates a registry over a directory, which is made on first use.
     *
     * @param directory holds the sealed files; on one file system with its {@code .tmp}
     */
    public ModelRegistry(Path directory, ModelStore store, ModelValidator validator, Clock clock) {
        this.directory = requireNonNull(directory, "directory is null");
        this.store = requireNonNull(store, "store is null");
        this.validator = requireNonNull(validator, "validator is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Deletes the temporary files that a crash left. Nothing may be registered meanwhile.
     *
     * @throws StampedeException {@code STORAGE_FAILED}
     */
    public void discardLeftovers() {
        if (!Files.isDirectory(temporaries())) {
            return;
        }
        try (Stream<Path> left = Files.list(temporaries())) {
            left.forEach(ModelRegistry::discard);
        } catch (IOException e) {
            throw storage("clearing " + temporaries(), e);
        }
    }

    /**
     * Registers a copy of a file. A file equal to the newest version of the name is that version: a
     * job that is resumed after it had registered its model makes no second one.
     *
     * @throws StampedeException {@code MODEL_*} where the file is refused, {@code STORAGE_FAILED}
     */
    public ModelVersion register(ModelName name, Path file) {
        try (InputStream stream = open(file)) {
            return register(name, stream);
        } catch (IOException e) {
            throw storage("reading " + file, e);
        }
    }

    /**
     * Registers what a stream gives, without holding it in memory. The caller closes the stream.
     *
     * @throws StampedeException as {@link #register(ModelName, Path)}
     */
    public ModelVersion register(ModelName name, InputStream model) {
        requireNonNull(name, "name is null");
        Path temporary = null;
        try {
            temporary = Files.createTempFile(Files.createDirectories(temporaries()), "upload", "");
            String sha256 = Digests.copy(model, temporary);
            ModelDescription description = inspect(temporary);
            return seal(name, temporary, sha256, description);
        } catch (IOException e) {
            throw storage("receiving model " + name, e);
        } finally {
            discard(temporary);
        }
    }

    /** One version. */
    public Optional<ModelVersion> find(ModelName name, long version) {
        return store.find(name, version);
    }

    /** Every version of every name, by name, newest first. */
    public List<ModelVersion> all() {
        return store.all();
    }

    /** The highest version of a name that devices could ever have, 0 where there is none. */
    public long newestPublished(ModelName name) {
        return store.all().stream()
                .filter(each -> each.name().equals(name) && each.publishedAt().isPresent())
                .mapToLong(ModelVersion::version)
                .max()
                .orElse(0);
    }

    /** Where a registered version's file lies; nobody may write to it. */
    public Path file(ModelVersion version) {
        return place(version.name(), version.version());
    }

    /** Notes that devices can have a version from now on. */
    public void markPublished(ModelVersion version) {
        store.markPublished(version.name(), version.version(), clock.instant());
    }

    /** The file that the message names is gone when somebody reads the message. */
    private ModelDescription inspect(Path temporary) {
        try {
            return validator.inspect(temporary);
        } catch (StampedeException e) {
            throw new StampedeException(
                    e.code(), e.getMessage().replace(temporary.toString(), "the model"), e);
        }
    }

    private synchronized ModelVersion seal(
            ModelName name, Path temporary, String sha256, ModelDescription description)
            throws IOException {
        Optional<ModelVersion> latest = store.latest(name);
        if (latest.isPresent() && latest.get().sha256().equals(sha256)) {
            return latest.get();
        }
        long next = Math.max(latest.map(ModelVersion::version).orElse(0L), onDisk(name)) + 1;
        Instant now = clock.instant();
        ModelVersion version =
                new ModelVersion(
                        name,
                        next,
                        Files.size(temporary),
                        sha256,
                        description,
                        now,
                        Optional.empty());
        Path target = place(name, next);
        Files.createDirectories(directory.resolve(name.value()));
        Files.createDirectory(target.getParent()); // the move would replace what lies there
        force(temporary);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        store.insert(version);
        LOG.atInfo()
                .addKeyValue("modelId", name)
                .addKeyValue("version", next)
                .addKeyValue("sha256", sha256)
                .log("model registered");
        return version;
    }

    /** The highest version that has a directory, 0 where none has. */
    private long onDisk(ModelName name) throws IOException {
        Path versions = directory.resolve(name.value());
        if (!Files.isDirectory(versions)) {
            return 0;
        }
        try (Stream<Path> found = Files.list(versions)) {
            return found.map(each -> each.getFileName().toString())
                    .filter(each -> each.matches(VERSION_PATTERN))
                    .mapToLong(Long::parseLong)
                    .max()
                    .orElse(0);
        }
    }

    private Path temporaries() {
        return directory.resolve(".tmp");
    }

    private Path place(ModelName name, long version) {
        return directory.resolve(name.value()).resolve(Long.toString(version)).resolve(FILE_NAME);
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.MODEL_UNREADABLE, "expected a model file, found " + e, e);
        }
    }

    private static void discard(Path temporary) {
        try {
            if (temporary != null) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            LOG.warn("a temporary file stays behind: {}", temporary, e);
        }
    }

    private static StampedeException storage(String what, IOException cause) {
        return new StampedeException(ErrorCode.STORAGE_FAILED, what + " failed: " + cause, cause);
    }
}
