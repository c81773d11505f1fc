package io.stampede.core.model;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * Reads tensors of a safetensors file one by one, or some rows of one, and touches nothing else.
 *
 * <p>Reads at a position instead of mapping: pages of a mapping count as resident memory until a
 * garbage collection, which would make the bounded memory of streaming (algorithms.md 9.1) untrue,
 * and a file cut short under a mapping kills the JVM instead of raising an error.
 *
 * <p>Safe for use by several threads. The caller closes it. Interrupting a thread that reads closes
 * the file, as {@link FileChannel} has it.
 */
public final class SafetensorsReader implements AutoCloseable {
    /** Ours take less than 64 KiB; a longer one is refused before it is read. */
    static final int MAX_HEADER_BYTES = 4 << 20;

    private static final int PREFIX_BYTES = 8;
    private static final int CHUNK_BYTES = 64 << 10;

    private final Path path;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final long dataBegin;

    private SafetensorsReader(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        long size = channel.size();
        long headerBytes = headerBytes(size);
        this.dataBegin = PREFIX_BYTES + headerBytes;
        byte[] json = bytes(PREFIX_BYTES, (int) headerBytes).array();
        this.header = SafetensorsHeader.parse(path.toString(), decode(json), size - dataBegin);
    }

    /**
     * Opens a file and checks its header against its size.
     *
     * @throws StampedeException {@code MODEL_UNREADABLE} where there is no such readable file,
     *     {@code MODEL_CORRUPT} where it is not a safetensors file of F32 and F16 tensors
     */
    public static SafetensorsReader open(Path path) {
        requireNonNull(path, "path is null");
        if (!Files.isRegularFile(path)) {
            throw new StampedeException(
                    ErrorCode.MODEL_UNREADABLE, "expected a model file, found none at " + path);
        }
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            try {
                return new SafetensorsReader(path, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** The strings under {@code __metadata__}. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /** Names of all tensors in the order in which they stand in the file. */
    public List<String> names() {
        return List.copyOf(header.tensors().keySet());
    }

    /** Every tensor's place and shape, in the order of the file. */
    public Map<String, TensorInfo> tensors() {
        return header.tensors();
    }

    /**
     * One tensor's place and shape.
     *
     * @throws StampedeException {@code MODEL_CORRUPT} where the file has no such tensor
     */
    public TensorInfo info(String name) {
        TensorInfo info = header.tensors().get(name);
        if (info == null) {
            throw Corruption.of(path, "tensor " + name, "none of that name");
        }
        return info;
    }

    /** All values of one tensor, row-major. */
    public float[] floats(String name) {
        return floats(name, 0, info(name).rows());
    }

    /**
     * The values of some rows of a tensor: indices {@code firstRow} to {@code firstRow + rowCount -
     * 1} of its first axis, row-major.
     *
     * @throws StampedeException {@code INVALID_ARGUMENT} where the tensor has no such rows, {@code
     *     MODEL_CORRUPT} where the file became shorter, {@code MODEL_UNREADABLE} where reading
     *     fails
     */
    public float[] floats(String name, int firstRow, int rowCount) {
        TensorInfo info = info(name);
        long rowElements = info.rows() == 0 ? 0 : info.elements() / info.rows();
        long count = rowCount * rowElements;
        if (firstRow < 0
                || rowCount < 0
                || firstRow > info.rows() - rowCount
                || count > Integer.MAX_VALUE - 8) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s: expected rows within 0 to %d of at most 2^31 values, found %d from %d"
                            .formatted(name, info.rows() - 1, rowCount, firstRow));
        }
        float[] values = new float[(int) count];
        long begin = dataBegin + info.begin() + firstRow * rowElements * info.dtype().bytes();
        try {
            fill(values, begin, info.dtype());
        } catch (IOException e) {
            throw unreadable(path, e);
        }
        return values;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private void fill(float[] values, long begin, DType dtype) throws IOException {
        int step = CHUNK_BYTES / dtype.bytes();
        for (int done = 0; done < values.length; done += step) {
            int count = Math.min(step, values.length - done);
            ByteBuffer chunk = bytes(begin + (long) done * dtype.bytes(), count * dtype.bytes());
            if (dtype == DType.F32) {
                chunk.asFloatBuffer().get(values, done, count);
            } else {
                for (int i = 0; i < count; i++) {
                    values[done + i] = HalfFloat.toFloat(chunk.getShort());
                }
            }
        }
    }

    private long headerBytes(long size) throws IOException {
        if (size < PREFIX_BYTES) {
            throw Corruption.of(path, "at least 8 bytes", size + " bytes");
        }
        long length = bytes(0, PREFIX_BYTES).getLong();
        long most = Math.min(size - PREFIX_BYTES, MAX_HEADER_BYTES);
        if (length < 2 || length > most) {
            throw Corruption.of(path, "a header of 2 to " + most + " bytes", length + " bytes");
        }
        return length;
    }

    private ByteBuffer bytes(long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw Corruption.of(
                        path,
                        "%d bytes at %d".formatted(count, position),
                        "the end of the file after " + buffer.position());
            }
        }
        return buffer.flip();
    }

    private String decode(byte[] json) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
        } catch (CharacterCodingException e) {
            throw Corruption.of(path, "a header in UTF-8", e.getMessage(), e);
        }
    }

    private static StampedeException unreadable(Path path, IOException cause) {
        return new StampedeException(
                ErrorCode.MODEL_UNREADABLE,
                "%s: expected a readable model file, found %s".formatted(path, cause),
                cause);
    }
}
