package io.stampede.agent.receive;

import io.stampede.agent.intake.ChunkLocation;
import io.stampede.agent.intake.Manifest;
import io.stampede.agent.intake.Sha256;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A model file on its way: bytes in a {@code .part} file, verified chunks in the ledger.
 *
 * <p>Not thread-safe. Every failure of the disk is {@link ErrorCode#STORAGE_FAILED} and leaves what
 * was marked before as it was.
 */
final class PartialModel implements AutoCloseable {
    private static final String SUFFIX = ".part";

    private final Path file;
    private final Manifest manifest;
    private final String key;
    private final ChunkLedger ledger;
    private final BitSet verified;
    private final FileChannel channel;

    private PartialModel(Path file, Manifest manifest, ChunkLedger ledger) throws IOException {
        this.file = file;
        this.manifest = manifest;
        this.key = manifest.contentKey();
        this.ledger = ledger;
        if (!Files.exists(file)) {
            ledger.forget(key);
        }
        this.verified = ledger.verified(key);
        this.channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
    }

    /** Bytes of a model that {@link #open} would not find. */
    static long missingBytes(Path directory, Manifest manifest, ChunkLedger ledger) {
        if (!Files.exists(directory.resolve(manifest.contentKey() + SUFFIX))) {
            return manifest.sizeBytes();
        }
        BitSet verified = ledger.verified(manifest.contentKey());
        return IntStream.range(0, manifest.chunks().size())
                .filter(index -> !verified.get(index))
                .mapToLong(index -> manifest.chunks().get(index).lengthBytes())
                .sum();
    }

    /** Deletes all partial files in a directory but that of one content. */
    static void deleteOthers(Path directory, String contentKey) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                if (!file.getFileName().toString().equals(contentKey + SUFFIX)) {
                    Files.delete(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw failure(directory, e);
        }
    }

    /** Opens what there is of a model, creating an empty file where there is nothing. */
    static PartialModel open(Path directory, Manifest manifest, ChunkLedger ledger) {
        Path file = directory.resolve(manifest.contentKey() + SUFFIX);
        try {
            return new PartialModel(file, manifest, ledger);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    Path file() {
        return file;
    }

    boolean has(int index) {
        return verified.get(index);
    }

    int count() {
        return verified.cardinality();
    }

    /** Ascending indices of the chunks still to come, at most {@code limit}. */
    List<Integer> missing(int limit) {
        return IntStream.range(0, manifest.chunks().size())
                .filter(index -> !verified.get(index))
                .limit(limit)
                .boxed()
                .toList();
    }

    /** Stores a chunk whose digest was found right: the bytes first, then the mark. */
    void write(int index, byte[] data) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(data);
            long position = manifest.position(index);
            while (buffer.hasRemaining()) {
                position += channel.write(buffer, position);
            }
            channel.force(false);
        } catch (IOException e) {
            throw failure(file, e);
        }
        ledger.mark(key, index);
        verified.set(index);
    }

    /** Digest of the whole file. */
    String digest() {
        try {
            return Sha256.hex(file);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /** Reads every chunk back and unmarks those that the disk has changed; returns how many. */
    int unmarkDamaged() {
        int damaged = 0;
        for (int index = 0; index < manifest.chunks().size(); index++) {
            ChunkLocation chunk = manifest.chunks().get(index);
            if (!Sha256.hex(read(index, chunk.lengthBytes())).equals(chunk.sha256())) {
                ledger.unmark(key, index);
                verified.clear(index);
                damaged++;
            }
        }
        return damaged;
    }

    /** Drops the file and its marks: nothing of it can be used. */
    void discard() {
        close();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failure(file, e);
        }
        ledger.forget(key);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private byte[] read(int index, int lengthBytes) {
        ByteBuffer buffer = ByteBuffer.allocate(lengthBytes);
        try {
            long position = manifest.position(index);
            int count = 0;
            while (buffer.hasRemaining() && count >= 0) {
                count = channel.read(buffer, position + buffer.position());
            }
        } catch (IOException e) {
            throw failure(file, e);
        }
        return buffer.array();
    }

    private static StampedeException failure(Path file, Exception cause) {
        return new StampedeException(
                ErrorCode.STORAGE_FAILED,
                "could not keep %s: %s; check the disk".formatted(file, cause.getMessage()),
                cause);
    }
}
