package io.stampede.agent.receive;

import static io.stampede.agent.testkit.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.agent.intake.ChunkLocation;
import io.stampede.agent.intake.Manifest;
import io.stampede.agent.store.AgentDatabase;
import io.stampede.agent.testkit.FakeChunkSource;
import io.stampede.agent.testkit.SampleModel;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceptionTest {
    private final SampleModel model = SampleModel.of(1, 2_050);
    private final FakeChunkSource source = new FakeChunkSource().publish(model);
    @TempDir private Path directory;
    private AgentDatabase database;
    private ModelShelf shelf;
    private ModelCheck check = (file, manifest) -> {};

    @BeforeEach
    void open() throws IOException {
        Files.createDirectories(directory.resolve("incoming"));
        database = AgentDatabase.open(directory.resolve("agent.db"));
        shelf = new ModelShelf(directory.resolve("models"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void installs_a_model_that_arrives_whole() throws IOException {
        Path file = receive(model.manifest()).orElseThrow();

        assertArrayEquals(model.bytes(), Files.readAllBytes(file));
        assertTrue(file.endsWith(Path.of("stamp", "1", "phi.safetensors")));
        assertNoPartialFile();
    }

    @Test
    void fetches_each_chunk_once() {
        receive(model.manifest());

        assertEquals(21, source.fetchedOffsets().size());
    }

    @Test
    void ignores_duplicates_and_order() throws IOException {
        // Given
        source.answer(10, List.of());
        source.answer(
                17,
                List.of(model.fetched(7), model.fetched(0), model.fetched(7), model.fetched(0)));

        // When
        Path file = receive(model.manifest()).orElseThrow();

        // Then
        assertArrayEquals(model.bytes(), Files.readAllBytes(file));
    }

    @Test
    void gives_up_a_model_with_a_missing_chunk() {
        source.answer(13, List.of());

        String message = assertFails(ErrorCode.CHUNK_MISSING, () -> receive(model.manifest()));
        assertTrue(message.contains("chunk 3 of stamp v1 at partition 0, offset 13"), message);
        assertNothingInstalled();
    }

    @Test
    void gives_up_a_model_with_a_flipped_bit() {
        byte[] flipped = model.chunk(3);
        flipped[50] ^= 1;
        source.put(model.fetched(3, flipped));

        assertFails(ErrorCode.CHUNK_CORRUPT, () -> receive(model.manifest()));
        assertNothingInstalled();
    }

    @Test
    void gives_up_a_model_with_a_truncated_chunk() {
        source.put(model.fetched(3, Arrays.copyOf(model.chunk(3), 40)));

        assertFails(ErrorCode.CHUNK_TRUNCATED, () -> receive(model.manifest()));
        assertNothingInstalled();
    }

    @Test
    void asks_for_the_rest_while_the_first_chunks_cannot_be_had() throws IOException {
        // Given
        for (int i = 0; i < 12; i++) {
            source.answer(10 + i, List.of());
        }
        List<FetchedChunk> late = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            late.add(model.fetched(i));
        }
        late.add(model.fetched(20));
        source.answer(30, late);

        // When
        Path file = receive(model.manifest()).orElseThrow();

        // Then
        assertArrayEquals(model.bytes(), Files.readAllBytes(file));
    }

    @Test
    void has_everything_else_when_it_gives_up_and_has_asked_a_bounded_number_of_times() {
        for (int i = 0; i < 12; i++) {
            source.answer(10 + i, List.of());
        }

        assertFails(ErrorCode.CHUNK_MISSING, () -> receive(model.manifest()));
        try (Reception again = receiver().begin(model.manifest(), List.of())) {
            assertEquals(9.0 / 21, again.progress());
        }
        assertTrue(source.fetchedOffsets().size() < 9 + 12 * 5, source.fetchedOffsets()::toString);
    }

    @Test
    void takes_a_record_with_a_foreign_key_for_a_missing_chunk() {
        source.put(new FetchedChunk("other", new byte[] {1}, 0, 13));

        assertFails(ErrorCode.CHUNK_MISSING, () -> receive(model.manifest()));
        assertNothingInstalled();
    }

    @Test
    void is_not_confused_by_chunks_of_another_version() throws IOException {
        // Given
        SampleModel other = SampleModel.of(2, 2_050);
        source.answer(12, List.of(other.fetched(2), other.fetched(3), model.fetched(2)));

        // When
        Path file = receive(model.manifest()).orElseThrow();

        // Then
        assertArrayEquals(model.bytes(), Files.readAllBytes(file));
    }

    @Test
    void recovers_where_a_corrupt_chunk_comes_right_at_the_next_try() throws IOException {
        // Given
        source.put(model.fetched(3, new byte[] {1}));
        Reception reception = receiver().begin(model.manifest(), List.of());
        reception.step();

        // When
        source.put(model.fetched(3));
        Optional<Path> file = finish(reception);

        // Then
        assertArrayEquals(model.bytes(), Files.readAllBytes(file.orElseThrow()));
    }

    @Test
    void resumes_after_a_restart_without_fetching_what_was_verified() throws IOException {
        // Given
        receiver().begin(model.manifest(), List.of()).step();
        database.close();
        database = AgentDatabase.open(directory.resolve("agent.db"));

        // When
        Path file = receive(model.manifest()).orElseThrow();

        // Then
        assertArrayEquals(model.bytes(), Files.readAllBytes(file));
        assertEquals(21, source.fetchedOffsets().size());
    }

    @Test
    void begins_anew_where_the_partial_file_is_gone() throws IOException {
        // Given
        try (Reception reception = receiver().begin(model.manifest(), List.of())) {
            reception.step();
        }
        Files.delete(partialFiles().get(0));

        // When
        Path file = receive(model.manifest()).orElseThrow();

        // Then
        assertArrayEquals(model.bytes(), Files.readAllBytes(file));
    }

    @Test
    void fetches_again_what_the_disk_has_changed() throws IOException {
        // Given
        try (Reception reception = receiver().begin(model.manifest(), List.of())) {
            reception.step();
        }
        byte[] spoiled = Files.readAllBytes(partialFiles().get(0));
        spoiled[120] ^= 1;
        Files.write(partialFiles().get(0), spoiled);

        // When
        Path file = receive(model.manifest()).orElseThrow();

        // Then
        assertArrayEquals(model.bytes(), Files.readAllBytes(file));
        assertEquals(22, source.fetchedOffsets().size());
    }

    @Test
    void keeps_what_arrived_when_the_transport_gives_up() {
        // Given
        Reception reception = receiver().begin(model.manifest(), List.of());
        reception.step();
        source.failWith(new StampedeException(ErrorCode.TRANSPORT_FAILED, "cut"));

        // When
        assertFails(ErrorCode.TRANSPORT_FAILED, reception::step);
        reception.close();
        source.recover();

        // Then
        assertTrue(receive(model.manifest()).isPresent());
        assertEquals(21, source.fetchedOffsets().size());
    }

    @Test
    void refuses_a_file_whose_chunks_are_right_and_whose_total_is_not() {
        Manifest lying =
                SampleModel.reader()
                        .read(
                                model.message()
                                        .setSha256(SampleModel.of(9, 10).message().getSha256())
                                        .build()
                                        .toByteArray());

        assertFails(ErrorCode.MODEL_CORRUPT, () -> receive(lying));
        assertNothingInstalled();
        assertNoPartialFile();
    }

    @Test
    void refuses_a_file_that_the_check_refuses() {
        check =
                (file, manifest) -> {
                    throw new StampedeException(ErrorCode.MODEL_CORRUPT, "NaN weights");
                };

        assertFails(ErrorCode.MODEL_CORRUPT, () -> receive(model.manifest()));
        assertNothingInstalled();
        assertNoPartialFile();
    }

    @Test
    void copies_unchanged_chunks_of_an_older_version() throws IOException {
        // Given
        receive(model.manifest());
        SampleModel next = model.next(555);
        source.put(next.fetched(5));
        int before = source.fetchedOffsets().size();

        // When
        Reception reception = receiver().begin(next.manifest(), List.of(model.manifest()));
        Path file = finish(reception).orElseThrow();

        // Then
        assertArrayEquals(next.bytes(), Files.readAllBytes(file));
        assertEquals(before + 1, source.fetchedOffsets().size());
    }

    @Test
    void says_how_far_it_is() {
        Reception reception = receiver().begin(model.manifest(), List.of());
        assertEquals(0, reception.progress());

        reception.step();
        assertEquals(8.0 / 21, reception.progress());
        reception.close();
    }

    @Test
    void asks_for_no_more_room_than_what_is_still_to_come_takes() throws IOException {
        // Given
        long all = receiver().missingBytes(model.manifest());

        // When
        try (Reception reception = receiver().begin(model.manifest(), List.of())) {
            reception.step();
        }

        // Then
        assertEquals(model.manifest().sizeBytes(), all);
        long received =
                model.manifest().chunks().stream()
                        .limit(8)
                        .mapToLong(ChunkLocation::lengthBytes)
                        .sum();
        assertEquals(all - received, receiver().missingBytes(model.manifest()));

        // When
        Files.delete(partialFiles().get(0));

        // Then
        assertEquals(all, receiver().missingBytes(model.manifest()));
    }

    private Optional<Path> receive(Manifest manifest) {
        return finish(receiver().begin(manifest, List.of()));
    }

    private Optional<Path> finish(Reception reception) {
        try (reception) {
            Optional<Path> file = Optional.empty();
            for (int i = 0; i < 100 && file.isEmpty(); i++) {
                file = reception.step();
            }
            return file;
        }
    }

    private ModelReceiver receiver() {
        return new ModelReceiver(
                directory.resolve("incoming"),
                new ModelReceiver.Parts(shelf, new ChunkLedger(database), source, check));
    }

    private void assertNothingInstalled() {
        assertFalse(shelf.find(model.manifest().model()).isPresent());
    }

    private void assertNoPartialFile() {
        assertEquals(List.of(), partialFiles());
    }

    private List<Path> partialFiles() {
        try (var files = Files.list(directory.resolve("incoming"))) {
            return files.toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
