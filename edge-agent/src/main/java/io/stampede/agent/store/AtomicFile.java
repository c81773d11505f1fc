package io.stampede.agent.store;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** Replaces files so that a reader sees the old content or the new, even after power loss. */
public final class AtomicFile {
    private AtomicFile() {}

    /**
     * Writes content aside, forces it to disk and renames it over the target.
     *
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED}; the target is then unchanged
     */
    public static void write(Path target, byte[] content) {
        Path aside = target.resolveSibling(target.getFileName() + ".new");
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            aside,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            move(aside, target);
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "could not write %s: %s; check the disk and its permissions"
                            .formatted(target, e.getMessage()),
                    e);
        }
    }

    /** Makes a file look written at a time, where there is such a file; takes no room. */
    public static void touch(Path file, Instant now) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            Files.setLastModifiedTime(file, FileTime.from(now));
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "could not touch %s: %s; check the disk".formatted(file, e.getMessage()),
                    e);
        }
    }

    /** Forces what was written to a file by others to disk, where there is such a file. */
    public static void force(Path file) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "could not force %s to disk: %s".formatted(file, e.getMessage()),
                    e);
        }
    }

    /** Renames a file whose content is already on disk, and forces the rename itself to disk. */
    public static void move(Path source, Path target) throws IOException {
        Files.move(
                source,
                target,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        forceDirectory(target.toAbsolutePath().getParent());
    }

    /** Forces the names in a directory to disk, on systems that can. */
    public static void forceDirectory(Path directory) throws IOException {
        if (!System.getProperty("os.name").startsWith("Windows")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
