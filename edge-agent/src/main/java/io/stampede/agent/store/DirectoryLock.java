package io.stampede.agent.store;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second daemon out of a data directory; the system frees it when the process ends. */
public final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED} where another daemon holds it
     */
    public static DirectoryLock take(DataDirectory directory) {
        Path file = directory.lock();
        try {
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new StampedeException(
                        ErrorCode.STORAGE_FAILED,
                        "expected a data directory for this agent alone, found another agent using"
                                + " %s; stop it or set stampede.agent.data-dir"
                                        .formatted(directory.root()));
            }
            return new DirectoryLock(channel);
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED, "could not lock " + file + ": " + e.getMessage(), e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED, "could not release the agent's lock file", e);
        }
    }
}
