package io.stampede.core.model;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files that are there whole or not at all. */
public final class WholeFile {
    private WholeFile() {}

    /** Puts a file's bytes into a channel, from its beginning to its end. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it; whatever it throws leaves the target as it was. */
        void writeTo(FileChannel channel) throws IOException;
    }

    /**
     * Writes a text in UTF-8.
     *
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED}
     */
    public static void write(Path target, String text) {
        write(target, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes bytes.
     *
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED}
     */
    public static void write(Path target, byte[] bytes) {
        try {
            write(
                    target,
                    (FileChannel channel) -> {
                        ByteBuffer buffer = ByteBuffer.wrap(bytes);
                        while (buffer.hasRemaining()) {
                            channel.write(buffer);
                        }
                    });
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "expected to write %s, found: %s".formatted(target, e),
                    e);
        }
    }

    /**
     * Writes aside, forces to the disk and renames; where that fails, the target is what it was and
     * nothing lies beside it.
     */
    public static void write(Path target, Content content) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            part,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                content.writeTo(channel);
                channel.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            deleteAfter(e, part);
            throw e;
        }
    }

    /**
     * Makes the directory that files are to be written into, and those above it.
     *
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED}
     */
    public static void createDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "expected a directory that can be written, found " + directory + ": " + e,
                    e);
        }
    }

    private static void deleteAfter(IOException failure, Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
