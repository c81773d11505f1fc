package io.stampede.agent.intake;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Architecture;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A manifest that was checked: its sizes agree and stay within the device's limits.
 *
 * @param model what it announces
 * @param sizeBytes length of the whole file, the sum of its chunks
 * @param architecture of the network
 * @param width multiplier of the network's channels
 * @param chunkTopic where the chunks lie
 * @param chunks in the order of the file, at least one
 */
public record Manifest(
        ModelId model,
        long sizeBytes,
        Architecture architecture,
        double width,
        String chunkTopic,
        List<ChunkLocation> chunks) {
    /** Copies, and checks that the chunks add up to the file. */
    public Manifest {
        requireNonNull(model, "model is null");
        requireNonNull(architecture, "architecture is null");
        requireNonNull(chunkTopic, "chunk topic is null");
        chunks = List.copyOf(chunks);
        long sum = chunks.stream().mapToLong(ChunkLocation::lengthBytes).sum();
        if (chunks.isEmpty() || sum != sizeBytes) {
            throw new StampedeException(
                    ErrorCode.MODEL_SIZE_MISMATCH,
                    "expected chunks of %d bytes in all for %s, found %d chunks of %d bytes"
                            .formatted(sizeBytes, model.label(), chunks.size(), sum));
        }
    }

    /** Where a chunk begins in the file, in bytes. */
    public long position(int index) {
        return chunks.subList(0, index).stream().mapToLong(ChunkLocation::lengthBytes).sum();
    }

    /**
     * Identifies the file together with how it is cut, in hexadecimal: two manifests with the same
     * key can share what was received, wherever their chunks lie.
     */
    public String contentKey() {
        StringBuilder text = new StringBuilder(model.sha256());
        chunks.forEach(
                chunk -> text.append(' ').append(chunk.sha256()).append(chunk.lengthBytes()));
        return Sha256.hex(text.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
