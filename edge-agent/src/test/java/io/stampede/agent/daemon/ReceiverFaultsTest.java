package io.stampede.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.agent.adapt.Slots;
import io.stampede.agent.adapt.ValidationGate;
import io.stampede.agent.hold.HoldPoint;
import io.stampede.agent.intake.ManifestLedger;
import io.stampede.agent.intake.ManifestLimits;
import io.stampede.agent.intake.ManifestReader;
import io.stampede.agent.receive.ChunkLedger;
import io.stampede.agent.receive.FetchedChunk;
import io.stampede.agent.receive.ModelReceiver;
import io.stampede.agent.receive.ModelShelf;
import io.stampede.agent.receive.PhiCheck;
import io.stampede.agent.report.Backoff;
import io.stampede.agent.report.OutboxPump;
import io.stampede.agent.report.ReportOutbox;
import io.stampede.agent.report.ReportWriter;
import io.stampede.agent.store.AgentDatabase;
import io.stampede.agent.store.DataDirectory;
import io.stampede.agent.store.Facts;
import io.stampede.agent.testkit.FakeChunkSource;
import io.stampede.agent.testkit.FakeMachine;
import io.stampede.agent.testkit.FakeRunner;
import io.stampede.agent.testkit.FakeSender;
import io.stampede.agent.testkit.ManualClock;
import io.stampede.agent.testkit.SampleModel;
import io.stampede.agent.testkit.SmallPhi;
import io.stampede.core.ErrorCode;
import io.stampede.core.prune.Budget;
import io.stampede.proto.Topics;
import io.stampede.proto.v1.ModelManifest;
import io.stampede.proto.v1.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that can be wrong with a model on its way, one test each, against the whole agent with
 * the real check of models: version 1 serves, version 2 arrives with a fault. Whatever the fault,
 * version 1 serves on, and the report has the fault's own error code.
 */
class ReceiverFaultsTest {
    private static final int CHUNK_BYTES = 16 * 1024;
    private static final int MAX_CHUNK_BYTES = 64 * 1024;

    private final FakeChunkSource source = new FakeChunkSource();
    private final FakeSender sender = new FakeSender();
    private final FakeRunner runner = new FakeRunner();
    private final ManualClock clock = new ManualClock();
    private final Clocks clocks = new Clocks(clock, clock);
    @TempDir private Path root;
    private DataDirectory directory;
    private AgentDatabase database;
    private ManifestIntake intake;
    private Agent agent;
    private SampleModel one;
    private SampleModel two;

    @BeforeEach
    void serveVersionOne() {
        one = SampleModel.cut(1, SmallPhi.bytes(root.resolve("one"), 1), CHUNK_BYTES);
        two = SampleModel.cut(2, SmallPhi.bytes(root.resolve("two"), 2), CHUNK_BYTES);
        start();
        source.publish(one);
        intake.accept(announcement(one).build().toByteArray());
        run();
        runner.succeed();
        run();
        assertEquals(1, serving());
        source.publish(two);
    }

    @AfterEach
    void stop() {
        agent.close();
        database.close();
    }

    @Test
    void missing_chunk() {
        source.answer(13, List.of());

        announce(two);

        assertRefused(ErrorCode.CHUNK_MISSING);
    }

    @Test
    void missing_front_chunks_more_than_one_step_asks_for() {
        for (int i = 0; i < 9; i++) {
            source.answer(10 + i, List.of());
        }

        announce(two);

        assertRefused(ErrorCode.CHUNK_MISSING);
        assertTrue(source.fetchedOffsets().contains(10L + two.chunks() - 1));
    }

    /** Harmless: a chunk counts by its content, and once. */
    @Test
    void duplicate_chunks() throws IOException {
        source.answer(12, List.of(two.fetched(2), two.fetched(2), two.fetched(1), two.fetched(2)));

        announce(two);

        assertReceived();
    }

    /** Harmless: a chunk goes where its content belongs, wherever its record lay. */
    @Test
    void reordered_chunks() throws IOException {
        List<FetchedChunk> all = new ArrayList<>();
        for (int i = 0; i < two.chunks(); i++) {
            source.answer(10 + i, List.of());
            all.add(two.fetched(i));
        }
        Collections.reverse(all);
        source.answer(10, all);

        announce(two);

        assertReceived();
    }

    @Test
    void overlapping_chunks() {
        ModelManifest.Builder message = announcement(two);
        message.getChunksBuilder(4).setOffset(message.getChunks(3).getOffset());

        intake.accept(message.build().toByteArray());
        run();

        assertManifestRefused(ErrorCode.CHUNK_OVERLAP);
    }

    @Test
    void truncated_chunk() {
        source.put(two.fetched(3, Arrays.copyOf(two.chunk(3), CHUNK_BYTES - 1)));

        announce(two);

        assertRefused(ErrorCode.CHUNK_TRUNCATED);
    }

    @Test
    void bit_flipped_chunk() {
        byte[] flipped = two.chunk(3);
        flipped[flipped.length / 2] ^= 4;
        source.put(two.fetched(3, flipped));

        announce(two);

        assertRefused(ErrorCode.CHUNK_CORRUPT);
    }

    @Test
    void record_that_is_no_chunk_message() {
        source.put(FetchedChunk.unreadable(two.fetched(3).key(), 0, 13));

        announce(two);

        assertRefused(ErrorCode.CHUNK_CORRUPT);
    }

    /** An older announcement replayed, which would bring an old model back. */
    @Test
    void stale_manifest() throws IOException {
        announce(two);
        runner.succeed();
        run();
        assertEquals(2, serving());
        SampleModel three = SampleModel.cut(3, two.bytes(), CHUNK_BYTES);
        intake.accept(announcement(three).build().toByteArray());
        run();
        runner.fail(ErrorCode.TRAINING_DIVERGED);
        run();
        SampleModel stale = SampleModel.cut(1, two.next(7).bytes(), CHUNK_BYTES);

        intake.accept(announcement(one).build().toByteArray());
        run();
        assertEquals(2, serving());
        database.inTransaction(
                open -> {
                    try (var delete = open.createStatement()) {
                        return delete.executeUpdate("DELETE FROM manifest WHERE version = 1");
                    }
                });
        intake.accept(announcement(stale).build().toByteArray());
        run();

        assertEquals(ErrorCode.MANIFEST_STALE.number(), lastCode());
        assertEquals(2, serving());
    }

    /** Records of an older version where the new one's should lie: foreign keys are not wanted. */
    @Test
    void stale_chunks() {
        for (int i = 0; i < 4; i++) {
            source.answer(10 + i, List.of(one.fetched(i)));
        }

        announce(two);

        assertRefused(ErrorCode.CHUNK_MISSING);
    }

    @Test
    void oversized_chunk() {
        source.put(two.fetched(3, Arrays.copyOf(two.chunk(3), CHUNK_BYTES + 1)));

        announce(two);

        assertRefused(ErrorCode.CHUNK_OVERSIZED);
    }

    @Test
    void oversized_chunk_by_declaration() {
        ModelManifest.Builder message = announcement(two);
        message.getChunksBuilder(3).setLengthBytes(MAX_CHUNK_BYTES + 1);

        intake.accept(message.build().toByteArray());
        run();

        assertManifestRefused(ErrorCode.CHUNK_OVERSIZED);
    }

    @Test
    void wrong_total_of_bytes() {
        intake.accept(announcement(two).setSizeBytes(two.bytes().length + 1).build().toByteArray());
        run();

        assertManifestRefused(ErrorCode.MODEL_SIZE_MISMATCH);
    }

    /** Every chunk is right, and together they are another file than was announced. */
    @Test
    void wrong_total_digest() {
        intake.accept(
                announcement(two).setSha256(announcement(one).getSha256()).build().toByteArray());
        run();

        assertRefused(ErrorCode.MODEL_CORRUPT);
    }

    @Test
    void zero_length_chunk() {
        source.put(two.fetched(3, new byte[0]));

        announce(two);

        assertRefused(ErrorCode.CHUNK_EMPTY);
    }

    @Test
    void zero_length_chunk_by_declaration() {
        ModelManifest.Builder message = announcement(two);
        message.getChunksBuilder(3).setLengthBytes(0);

        intake.accept(message.build().toByteArray());
        run();

        assertManifestRefused(ErrorCode.CHUNK_EMPTY);
    }

    @Test
    void manifest_that_declares_a_terabyte() {
        intake.accept(announcement(two).setSizeBytes(1L << 40).build().toByteArray());
        run();

        assertManifestRefused(ErrorCode.MANIFEST_TOO_LARGE);
    }

    @Test
    void weights_that_are_no_numbers() {
        byte[] bytes = two.bytes();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, Float.NaN);
        SampleModel spoilt = SampleModel.cut(2, bytes, CHUNK_BYTES);
        source.publish(spoilt);

        announce(spoilt);

        assertRefused(ErrorCode.MODEL_NOT_FINITE);
    }

    @Test
    void two_publishers_under_one_name_and_version() {
        SampleModel imposter = SampleModel.cut(1, two.bytes(), CHUNK_BYTES);

        intake.accept(announcement(imposter).build().toByteArray());
        run();

        assertManifestRefused(ErrorCode.MANIFEST_CONFLICT);
    }

    /** The first announcement stays valid while the second is refused. */
    @Test
    void two_publishers_while_the_first_ones_model_arrives() throws IOException {
        intake.accept(announcement(two).build().toByteArray());
        agent.doWork();

        SampleModel imposter = SampleModel.cut(2, one.next(5).bytes(), CHUNK_BYTES);
        intake.accept(announcement(imposter).build().toByteArray());
        run();

        assertEquals(ErrorCode.MANIFEST_CONFLICT.number(), lastCode());
        assertReceived();
    }

    @Test
    void each_fault_has_a_code_of_its_own() {
        List<ErrorCode> codes =
                List.of(
                        ErrorCode.CHUNK_MISSING,
                        ErrorCode.CHUNK_OVERLAP,
                        ErrorCode.CHUNK_TRUNCATED,
                        ErrorCode.CHUNK_CORRUPT,
                        ErrorCode.MANIFEST_STALE,
                        ErrorCode.CHUNK_OVERSIZED,
                        ErrorCode.MODEL_SIZE_MISMATCH,
                        ErrorCode.CHUNK_EMPTY,
                        ErrorCode.MANIFEST_TOO_LARGE,
                        ErrorCode.MODEL_NOT_FINITE,
                        ErrorCode.MANIFEST_CONFLICT);

        assertEquals(codes.size(), codes.stream().map(ErrorCode::number).distinct().count());
        assertTrue(codes.stream().allMatch(code -> code.number() / 100 == 4));
    }

    private void announce(SampleModel model) {
        intake.accept(announcement(model).build().toByteArray());
        run();
    }

    private static ModelManifest.Builder announcement(SampleModel model) {
        return model.message().setWidth(SmallPhi.WIDTH);
    }

    private void assertRefused(ErrorCode code) {
        assertEquals(code.number(), lastCode());
        assertEquals(2, sender.reports().get(sender.reports().size() - 1).getModelVersion());
        assertVersionOneServesOn();
    }

    /** Nothing of a manifest is repeated that cannot be believed, and nothing is fetched for it. */
    private void assertManifestRefused(ErrorCode code) {
        assertEquals(code.number(), lastCode());
        assertEquals(one.chunks(), source.fetchedOffsets().size());
        assertVersionOneServesOn();
    }

    private void assertVersionOneServesOn() {
        assertEquals(1, serving());
        assertEquals(1, runner.orders().size(), "nothing was adapted");
        assertTrue(new Slots(directory.slots()).current().isPresent());
        assertEquals(2, sender.reports().size());
        assertEquals(Outcome.OUTCOME_FAILED, sender.reports().get(1).getOutcome());
    }

    private void assertReceived() throws IOException {
        assertEquals(2, runner.orders().size());
        assertArrayEquals(two.bytes(), Files.readAllBytes(runner.orders().get(1).file()));
        assertEquals(1, serving());
        runner.succeed();
        run();
        assertEquals(2, serving());
    }

    private long serving() {
        return agent.state().serving().orElseThrow().version();
    }

    private int lastCode() {
        return sender.reports().get(sender.reports().size() - 1).getErrorCode();
    }

    private void run() {
        for (int i = 0; i < 500 && agent.doWork() > 0; i++) {
            assertTrue(i < 499, "the agent never rests");
        }
    }

    private void start() {
        directory = DataDirectory.create(root.resolve("data"));
        database = AgentDatabase.open(directory.database());
        ReportOutbox outbox = new ReportOutbox(database, 10);
        ReportWriter.Device device = new ReportWriter.Device("dev", "1", Budget.UNLIMITED);
        ReportWriter reports = new ReportWriter(device, clock);
        ManifestLimits limits =
                new ManifestLimits(4_000_000, MAX_CHUNK_BYTES, Topics.DEFAULT.chunk());
        ManifestLedger ledger = new ManifestLedger(database, new ManifestReader(limits));
        intake = new ManifestIntake(ledger, outbox, reports);
        ModelShelf shelf = new ModelShelf(directory.models());
        ModelReceiver.Parts parts =
                new ModelReceiver.Parts(shelf, new ChunkLedger(database), source, new PhiCheck());
        Reporting reporting =
                new Reporting(
                        database,
                        outbox,
                        reports,
                        new OutboxPump(outbox, sender, backoff()),
                        new StatusBoard(device, directory.stateFile(), sender, clocks, backoff()),
                        HoldPoint.NONE);
        agent =
                new Agent(
                        new AgentParts(
                                ledger,
                                shelf,
                                new ModelReceiver(directory.incoming(), parts),
                                runner,
                                new Slots(directory.slots()),
                                reporting,
                                precautions()),
                        backoff());
    }

    private Precautions precautions() {
        Facts facts = new Facts(database);
        return new Precautions(
                new ValidationGate((file, model) -> {}, 0.01),
                new Trial(facts, clocks, Duration.ofMinutes(10)),
                new ChangeWatch(facts, "settings", () -> "pictures", clock, Duration.ofHours(1)),
                new Conditions(new Conditions.Limits(100, 100, true), new FakeMachine(), clock),
                clocks);
    }

    private Backoff backoff() {
        return new Backoff(clock, new Random(1), Duration.ofSeconds(60));
    }
}
