package io.stampede.proto;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.stampede.proto.v1.ChunkReference;
import io.stampede.proto.v1.ModelChunk;
import io.stampede.proto.v1.ModelManifest;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final int BROKER_LIMIT_BYTES = 1 << 20;

    @Test
    void the_largest_chunk_with_its_framing_stays_under_the_brokers_default_limit() {
        // Given
        ModelChunk chunk =
                ModelChunk.newBuilder()
                        .setSha256(ByteString.copyFrom(new byte[Limits.SHA256_BYTES]))
                        .setData(ByteString.copyFrom(new byte[Limits.MAX_CHUNK_BYTES]))
                        .build();

        // Then
        assertTrue(
                chunk.getSerializedSize() < Limits.MAX_CHUNK_BYTES + Limits.RECORD_OVERHEAD_BYTES);
        assertTrue(Limits.MAX_CHUNK_BYTES + Limits.RECORD_OVERHEAD_BYTES < BROKER_LIMIT_BYTES);
        assertTrue(Limits.MAX_MANIFEST_BYTES + Limits.RECORD_OVERHEAD_BYTES < BROKER_LIMIT_BYTES);
    }

    @Test
    void the_largest_manifest_describes_over_two_gibibytes_in_default_chunks() {
        // Given
        ChunkReference reference =
                ChunkReference.newBuilder()
                        .setSha256(ByteString.copyFrom(new byte[Limits.SHA256_BYTES]))
                        .setLengthBytes(Limits.DEFAULT_CHUNK_BYTES)
                        .setPartition(100)
                        .setOffset(1L << 40)
                        .build();
        ModelManifest.Builder manifest = ModelManifest.newBuilder();

        // When
        for (long bytes = 0; bytes <= 2L << 30; bytes += Limits.DEFAULT_CHUNK_BYTES) {
            manifest.addChunks(reference);
        }

        // Then
        assertTrue(manifest.build().getSerializedSize() < Limits.MAX_MANIFEST_BYTES);
    }
}
