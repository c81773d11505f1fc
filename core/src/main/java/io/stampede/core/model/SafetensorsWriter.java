package io.stampede.core.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * Writes a safetensors file so that at every moment the target is the old file or the whole new
 * one.
 *
 * <p>The bytes go to {@code <target>.part} beside the target, are forced to the disk and renamed.
 * One writer per target at a time.
 */
public final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;
    private static final int CHUNK_BYTES = 64 << 10;

    private SafetensorsWriter() {}

    /**
     * Writes tensors in the map's order.
     *
     * @param dtype number format of every tensor; values beyond its range become infinite
     * @throws StampedeException {@code STORAGE_FAILED}; the target is then what it was before
     */
    public static void write(
            Path target, Map<String, Tensor> tensors, Map<String, String> metadata, DType dtype) {
        byte[] header = header(tensors, metadata, dtype);
        try {
            WholeFile.write(
                    target,
                    channel -> {
                        writeHeader(channel, header);
                        for (Tensor tensor : tensors.values()) {
                            writeValues(channel, tensor.values(), dtype);
                        }
                    });
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "%s: expected to write %d tensors, found %s; free space or choose another place"
                            .formatted(target, tensors.size(), e),
                    e);
        }
    }

    private static byte[] header(
            Map<String, Tensor> tensors, Map<String, String> metadata, DType dtype) {
        JsonObject json = new JsonObject();
        if (!metadata.isEmpty()) {
            JsonObject strings = new JsonObject();
            metadata.forEach(strings::addProperty);
            json.add(SafetensorsHeader.METADATA, strings);
        }
        long begin = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            long end = begin + (long) entry.getValue().values().length * dtype.bytes();
            JsonObject info = new JsonObject();
            info.addProperty("dtype", dtype.name());
            JsonArray shape = new JsonArray();
            entry.getValue().shape().forEach(shape::add);
            info.add("shape", shape);
            JsonArray offsets = new JsonArray();
            offsets.add(begin);
            offsets.add(end);
            info.add("data_offsets", offsets);
            json.add(entry.getKey(), info);
            begin = end;
        }
        byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] header = Arrays.copyOf(text, padded);
        Arrays.fill(header, text.length, padded, (byte) ' ');
        return header;
    }

    private static void writeHeader(FileChannel channel, byte[] header) throws IOException {
        ByteBuffer buffer =
                ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN);
        drain(channel, buffer.putLong(header.length).put(header));
    }

    private static void writeValues(FileChannel channel, float[] values, DType dtype)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            if (buffer.remaining() < dtype.bytes()) {
                drain(channel, buffer);
            }
            if (dtype == DType.F32) {
                buffer.putFloat(value);
            } else {
                buffer.putShort(HalfFloat.fromFloat(value));
            }
        }
        drain(channel, buffer);
    }

    private static void drain(FileChannel channel, ByteBuffer buffer) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }
}
