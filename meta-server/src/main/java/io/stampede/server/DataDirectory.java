package io.stampede.server;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes sure that one server alone uses a data directory. */
final class DataDirectory {
    /** A channel that is collected takes its lock along, so those that were claimed stay here. */
    private static final List<FileChannel> HELD = new CopyOnWriteArrayList<>();

    private DataDirectory() {}

    /**
     * Creates the directory and holds it until the JVM ends, however it ends.
     *
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED} where it cannot be written or
     *     another server holds it
     */
    static void claim(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(directory.resolve(".lock"), CREATE, WRITE);
            HELD.add(channel);
            if (channel.tryLock() == null) {
                throw taken(directory, null);
            }
            // Who waits for the file must not find the one of an earlier run.
            Files.deleteIfExists(directory.resolve(EndpointsFile.NAME));
        } catch (OverlappingFileLockException e) {
            throw taken(directory, e);
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "expected to write to the data directory " + directory + ", found " + e,
                    e);
        }
    }

    private static StampedeException taken(Path directory, Exception cause) {
        return new StampedeException(
                ErrorCode.STORAGE_FAILED,
                "expected "
                        + directory
                        + " for this server alone, found another server using it; stop that one or"
                        + " choose another --data-dir",
                cause);
    }
}
