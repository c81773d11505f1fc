package io.stampede.agent.intake;

import static io.stampede.agent.testkit.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.stampede.agent.testkit.SampleModel;
import io.stampede.core.ErrorCode;
import io.stampede.core.network.Architecture;
import io.stampede.proto.v1.ModelManifest;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ManifestReaderTest {
    private final SampleModel model = SampleModel.of(3, 250);

    @Test
    void reads_what_a_server_publishes() {
        // When
        Manifest manifest = SampleModel.reader().read(model.value());

        // Then
        assertEquals("stamp v3", manifest.model().label());
        assertEquals(Architecture.VGG10, manifest.architecture());
        assertEquals(3, manifest.chunks().size());
        assertEquals(200, manifest.position(2));
        assertEquals(Sha256.hex(model.chunk(2)), manifest.chunks().get(2).sha256());
    }

    @Test
    void refuses_a_manifest_that_declares_a_terabyte() {
        String message =
                assertFails(
                        ErrorCode.MANIFEST_TOO_LARGE,
                        () -> read(spoiled -> spoiled.setSizeBytes(1L << 40)));

        assertTrue(message.contains("1099511627776"), message);
    }

    @Test
    void refuses_sizes_beyond_a_signed_long() {
        assertFails(ErrorCode.MANIFEST_TOO_LARGE, () -> read(spoiled -> spoiled.setSizeBytes(-1)));
        assertFails(
                ErrorCode.CHUNK_OVERSIZED,
                () -> read(spoiled -> spoiled.getChunksBuilder(0).setLengthBytes(-1)));
        assertInvalid(spoiled -> spoiled.getChunksBuilder(0).setOffset(-1));
        assertInvalid(spoiled -> spoiled.getChunksBuilder(0).setPartition(-1));
        assertInvalid(spoiled -> spoiled.setVersion(-1));
    }

    @Test
    void refuses_chunks_that_do_not_add_up() {
        String message =
                assertFails(
                        ErrorCode.MODEL_SIZE_MISMATCH,
                        () -> read(spoiled -> spoiled.setSizeBytes(251)));

        assertEquals(
                "expected chunks of 251 bytes in all for stamp v3, found 3 chunks of 250 bytes",
                message);
    }

    @Test
    void refuses_a_chunk_of_no_or_too_many_bytes() {
        assertFails(
                ErrorCode.CHUNK_EMPTY,
                () -> read(spoiled -> spoiled.getChunksBuilder(1).setLengthBytes(0)));
        assertFails(
                ErrorCode.CHUNK_OVERSIZED,
                () -> read(spoiled -> spoiled.getChunksBuilder(1).setLengthBytes(101)));
    }

    @Test
    void refuses_two_chunks_at_one_place_and_allows_one_chunk_twice() {
        long place = model.message().getChunks(0).getOffset();

        assertFails(
                ErrorCode.CHUNK_OVERLAP,
                () -> read(spoiled -> spoiled.getChunksBuilder(1).setOffset(place)));
        assertEquals(
                3, read(spoiled -> spoiled.setChunks(1, spoiled.getChunks(0))).chunks().size());
    }

    @Test
    void refuses_a_manifest_without_chunks() {
        assertInvalid(ModelManifest.Builder::clearChunks);
    }

    @Test
    void refuses_digests_of_another_length() {
        assertInvalid(spoiled -> spoiled.setSha256(ByteString.copyFrom(new byte[31])));
        assertInvalid(spoiled -> spoiled.getChunksBuilder(0).setSha256(ByteString.EMPTY));
    }

    @Test
    void refuses_names_that_would_leave_the_directory() {
        assertInvalid(spoiled -> spoiled.setModelName("../../etc"));
        assertInvalid(spoiled -> spoiled.setModelName(""));
    }

    @Test
    void refuses_chunks_in_a_foreign_topic() {
        assertInvalid(spoiled -> spoiled.setChunkTopic("__consumer_offsets"));
    }

    @Test
    void refuses_a_width_that_is_no_number() {
        assertInvalid(spoiled -> spoiled.setWidth(Double.NaN));
        assertInvalid(spoiled -> spoiled.setWidth(0));
    }

    @Test
    void names_both_formats_where_it_does_not_know_one() {
        String message =
                assertFails(
                        ErrorCode.MODEL_FORMAT_UNKNOWN,
                        () -> read(spoiled -> spoiled.setFormat("stampede.meta-model/9")));

        assertTrue(message.contains("stampede.meta-model/1"), message);
        assertTrue(message.contains("stampede.meta-model/9"), message);
    }

    @Test
    void refuses_an_architecture_that_it_does_not_know() {
        assertFails(
                ErrorCode.MODEL_FORMAT_UNKNOWN,
                () -> read(spoiled -> spoiled.setArchitecture("alexnet")));
    }

    @Test
    void refuses_bytes_that_are_no_manifest() {
        assertFails(
                ErrorCode.MANIFEST_INVALID, () -> SampleModel.reader().read(new byte[] {1, 2, 3}));
    }

    @Test
    void repeats_no_control_characters_of_strangers() {
        String message = assertInvalid(spoiled -> spoiled.setChunkTopic("a\nb\u001b[31m"));

        assertTrue(message.chars().noneMatch(Character::isISOControl), message);
    }

    private String assertInvalid(Consumer<ModelManifest.Builder> spoil) {
        return assertFails(ErrorCode.MANIFEST_INVALID, () -> read(spoil));
    }

    private Manifest read(Consumer<ModelManifest.Builder> spoil) {
        ModelManifest.Builder message = model.message();
        spoil.accept(message);
        return SampleModel.reader().read(message.build().toByteArray());
    }
}
