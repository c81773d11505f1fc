package io.stampede.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.stampede.agent.adapt.AdaptationOrder;
import io.stampede.agent.adapt.CandidateCheck;
import io.stampede.agent.adapt.Slots;
import io.stampede.agent.adapt.ValidationGate;
import io.stampede.agent.hold.HoldPoint;
import io.stampede.agent.intake.ManifestLedger;
import io.stampede.agent.receive.ChunkLedger;
import io.stampede.agent.receive.ModelReceiver;
import io.stampede.agent.receive.ModelShelf;
import io.stampede.agent.report.Backoff;
import io.stampede.agent.report.OutboxPump;
import io.stampede.agent.report.ReportOutbox;
import io.stampede.agent.report.ReportWriter;
import io.stampede.agent.report.ReportWriter.Device;
import io.stampede.agent.store.AgentDatabase;
import io.stampede.agent.store.DataDirectory;
import io.stampede.agent.store.Facts;
import io.stampede.agent.testkit.FakeChunkSource;
import io.stampede.agent.testkit.FakeMachine;
import io.stampede.agent.testkit.FakeRunner;
import io.stampede.agent.testkit.FakeSender;
import io.stampede.agent.testkit.ManualClock;
import io.stampede.agent.testkit.SampleModel;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.prune.Budget;
import io.stampede.proto.v1.DeviceState;
import io.stampede.proto.v1.DeviceStatus;
import io.stampede.proto.v1.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTest {
    private final SampleModel one = SampleModel.of(1, 1_050);
    private final SampleModel two = SampleModel.of(2, 1_050);
    private final FakeChunkSource source = new FakeChunkSource().publish(one);
    private final FakeSender sender = new FakeSender();
    private final FakeRunner runner = new FakeRunner();
    private final ManualClock wall = new ManualClock();
    private final ManualClock clock = new ManualClock();
    private final Clocks clocks = new Clocks(wall, clock);
    private final FakeMachine machine = new FakeMachine();
    private CandidateCheck candidates = (file, model) -> {};
    private String settings = "settings";
    private String signature = "pictures";
    @TempDir private Path root;
    private DataDirectory directory;
    private AgentDatabase database;
    private ManifestIntake intake;
    private ReportOutbox outbox;
    private Agent agent;

    @BeforeEach
    void start() {
        directory = DataDirectory.create(root);
        database = AgentDatabase.open(directory.database());
        outbox = new ReportOutbox(database, 10);
        Device device = new Device("dev", "1", Budget.UNLIMITED);
        ReportWriter reports = new ReportWriter(device, clock);
        ManifestLedger ledger = new ManifestLedger(database, SampleModel.reader());
        intake = new ManifestIntake(ledger, outbox, reports);
        StatusBoard board =
                new StatusBoard(device, directory.stateFile(), sender, clocks, backoff());
        OutboxPump pump = new OutboxPump(outbox, sender, backoff());
        ModelShelf shelf = new ModelShelf(directory.models());
        ModelReceiver.Parts parts =
                new ModelReceiver.Parts(
                        shelf, new ChunkLedger(database), source, (file, manifest) -> {});
        agent =
                new Agent(
                        new AgentParts(
                                ledger,
                                shelf,
                                new ModelReceiver(directory.incoming(), parts),
                                runner,
                                new Slots(directory.slots()),
                                new Reporting(
                                        database, outbox, reports, pump, board, HoldPoint.NONE),
                                precautions()),
                        backoff());
    }

    @AfterEach
    void stop() {
        agent.close();
        database.close();
    }

    @Test
    void rests_where_nothing_is_announced() {
        run();

        assertInstanceOf(AgentState.Idle.class, agent.state());
        assertEquals(List.of(), runner.orders());
    }

    @Test
    void takes_a_manifest_all_the_way_to_a_report() throws IOException {
        // When
        intake.accept(one.value());
        run();

        // Then
        assertInstanceOf(AgentState.Adapting.class, agent.state());
        assertEquals(1, runner.orders().size());

        // When
        runner.succeed();
        run();

        // Then
        assertEquals(new AgentState.Serving(one.manifest().model()), agent.state());
        assertEquals(1, sender.reports().size());
        assertEquals(Outcome.OUTCOME_ADAPTED, sender.reports().get(0).getOutcome());
        assertEquals(0, outbox.size());
        assertEquals("serving", stateFile().get("state").getAsString());
    }

    @Test
    void tells_each_state_as_it_comes() {
        intake.accept(one.value());
        run();
        runner.succeed();
        run();

        assertEquals(
                List.of(
                        DeviceState.DEVICE_STATE_RECEIVING,
                        DeviceState.DEVICE_STATE_ADAPTING,
                        DeviceState.DEVICE_STATE_SERVING),
                sender.statuses().stream().map(DeviceStatus::getState).distinct().toList());
    }

    @Test
    void keeps_what_serves_while_the_next_version_is_adapted_and_when_it_fails() {
        // Given
        serve(one);
        source.publish(two);

        // When
        intake.accept(two.value());
        run();

        // Then
        assertEquals(Optional.of(one.manifest().model()), agent.state().serving());
        assertEquals(Optional.of(two.manifest().model()), agent.state().pending());

        // When
        runner.fail(ErrorCode.TRAINING_DIVERGED);
        run();

        // Then
        assertEquals(new AgentState.Serving(one.manifest().model()), agent.state());
        assertEquals(Outcome.OUTCOME_FAILED, lastReport().getOutcome());
        assertEquals(701, lastReport().getErrorCode());
    }

    @Test
    void reports_a_budget_that_cannot_be_met_as_refused_and_rests() {
        intake.accept(one.value());
        run();
        runner.fail(ErrorCode.BUDGET_INFEASIBLE);
        run();

        assertInstanceOf(AgentState.Idle.class, agent.state());
        assertEquals(Outcome.OUTCOME_REFUSED, lastReport().getOutcome());
        assertEquals(1, runner.orders().size());
    }

    @Test
    void tries_again_where_the_process_of_an_adaptation_vanished() {
        // Given
        intake.accept(one.value());
        run();
        runner.vanish();
        run();
        assertEquals(1, runner.orders().size());
        assertEquals(List.of(), sender.reports());

        // When
        clock.advance(Duration.ofSeconds(2));
        run();

        // Then
        assertEquals(2, runner.orders().size());
        runner.succeed();
        run();
        assertEquals(new AgentState.Serving(one.manifest().model()), agent.state());
    }

    @Test
    void gives_memory_a_minute_before_the_last_try_of_an_adaptation_that_vanished_twice() {
        // Given
        intake.accept(one.value());
        run();
        runner.vanish();
        run();
        clock.advance(Duration.ofSeconds(2));
        run();
        runner.vanish();
        run();
        assertEquals(2, runner.orders().size());

        // When / Then
        clock.advance(Tries.PAUSE_AFTER_SECOND.minusSeconds(1));
        run();
        assertEquals(2, runner.orders().size());
        clock.advance(Duration.ofSeconds(1));
        run();
        assertEquals(3, runner.orders().size());
    }

    @Test
    void gives_a_model_up_whose_adaptations_keep_vanishing() {
        intake.accept(one.value());
        run();
        for (int i = 0; i < Tries.VANISHINGS; i++) {
            runner.vanish();
            run();
            clock.advance(Duration.ofMinutes(1));
            run();
        }

        assertEquals(Tries.VANISHINGS, runner.orders().size());
        assertInstanceOf(AgentState.Idle.class, agent.state());
        assertEquals(1, sender.reports().size());
        assertEquals(601, lastReport().getErrorCode());
    }

    @Test
    void drops_what_it_does_for_a_newer_version() {
        // Given
        intake.accept(one.value());
        run();
        source.publish(two);

        // When
        intake.accept(two.value());
        run();

        // Then
        assertEquals(1, runner.closed());
        assertEquals(2, runner.orders().size());
        assertEquals(Optional.of(two.manifest().model()), agent.state().pending());
    }

    @Test
    void gives_up_a_model_with_a_missing_chunk_and_says_so() {
        source.answer(13, List.of());
        intake.accept(one.value());
        run();

        assertInstanceOf(AgentState.Idle.class, agent.state());
        assertEquals(407, lastReport().getErrorCode());
        assertEquals(List.of(), runner.orders());
    }

    @Test
    void tries_again_after_the_transport_gave_up_without_a_report() {
        // Given
        source.failWith(new StampedeException(ErrorCode.TRANSPORT_FAILED, "cut"));
        intake.accept(one.value());
        run();
        assertInstanceOf(AgentState.Receiving.class, agent.state());
        assertTrue(stateFile().get("last_error").getAsString().startsWith("TRANSPORT_FAILED"));

        // When
        source.recover();
        clock.advance(Duration.ofSeconds(2));
        run();

        // Then
        assertInstanceOf(AgentState.Adapting.class, agent.state());
        assertEquals(List.of(), sender.reports());
    }

    @Test
    void reports_a_manifest_that_it_cannot_believe() {
        intake.accept(one.message().setSizeBytes(1L << 40).build().toByteArray());
        run();

        assertInstanceOf(AgentState.Idle.class, agent.state());
        assertEquals(413, lastReport().getErrorCode());
        assertEquals(List.of(), source.fetchedOffsets());
    }

    @Test
    void resumes_an_adaptation_after_a_crash_without_fetching_again() {
        // Given
        intake.accept(one.value());
        run();
        int fetched = source.fetchedOffsets().size();

        // When
        crash();
        run();

        // Then
        assertInstanceOf(AgentState.Adapting.class, agent.state());
        assertEquals(2, runner.orders().size());
        assertEquals(fetched, source.fetchedOffsets().size());
    }

    @Test
    void reports_once_after_a_crash_between_switch_and_report() {
        // Given
        intake.accept(one.value());
        run();
        runner.succeed();
        new Slots(directory.slots()).activate(one.manifest().model(), clock.instant());

        // When
        crash();
        run();
        crash();
        run();

        // Then
        assertEquals(new AgentState.Serving(one.manifest().model()), agent.state());
        assertEquals(1, sender.reports().size());
        assertEquals(1, runner.orders().size());
    }

    @Test
    void makes_again_after_a_restart_what_the_disk_has_damaged() throws IOException {
        // Given
        serve(one);
        Path damaged = new Slots(directory.slots()).current().orElseThrow().subnetwork();
        Files.writeString(damaged, "nEt");

        // When
        crash();
        run();

        // Then
        assertEquals(Optional.empty(), agent.state().serving());
        assertEquals(2, runner.orders().size());
        assertTrue(stateFile().get("last_error").getAsString().startsWith("STORAGE_DAMAGED"));

        // When
        runner.succeed();
        run();

        // Then
        assertEquals(new AgentState.Serving(one.manifest().model()), agent.state());
        assertEquals(Optional.empty(), new Slots(directory.slots()).damage());
        assertEquals(2, sender.reports().size());
    }

    @Test
    void fetches_a_damaged_phi_again_before_it_makes_a_damaged_subnetwork_again()
            throws IOException {
        // Given
        serve(one);
        Files.writeString(new Slots(directory.slots()).current().orElseThrow().subnetwork(), "nEt");
        Path phi = new ModelShelf(directory.models()).find(one.manifest().model()).orElseThrow();
        byte[] whole = Files.readAllBytes(phi);
        Files.write(phi, new byte[whole.length]);

        // When
        crash();
        run();

        // Then
        assertEquals(2, runner.orders().size());
        assertArrayEquals(whole, Files.readAllBytes(phi));
    }

    @Test
    void serves_after_a_restart_what_it_served_before() {
        serve(one);

        crash();
        run();

        assertEquals(new AgentState.Serving(one.manifest().model()), agent.state());
    }

    @Test
    void keeps_a_report_until_the_broker_is_back() {
        sender.setMood(FakeSender.Mood.REFUSE);
        serve(one);
        assertEquals(1, outbox.size());

        sender.setMood(FakeSender.Mood.ACKNOWLEDGE);
        clock.advance(Duration.ofMinutes(10));
        run();

        assertEquals(0, outbox.size());
    }

    @Test
    void makes_room_once_a_newer_version_serves() {
        serve(one);
        source.publish(two);
        serve(two);

        assertFalse(Files.exists(directory.models().resolve("stamp").resolve("1")));
        assertTrue(Files.exists(directory.models().resolve("stamp").resolve("2")));
    }

    @Test
    void drops_what_it_received_of_a_version_that_a_newer_one_took_the_place_of()
            throws IOException {
        // Given
        intake.accept(one.value());
        agent.doWork();
        assertEquals(List.of(one.manifest().contentKey() + ".part"), partialFiles());

        // When
        source.publish(two);
        intake.accept(two.value());
        agent.doWork();

        // Then
        assertEquals(List.of(two.manifest().contentKey() + ".part"), partialFiles());
        ChunkLedger chunks = new ChunkLedger(database);
        assertEquals(new BitSet(), chunks.verified(one.manifest().contentKey()));
        assertFalse(chunks.verified(two.manifest().contentKey()).isEmpty());
    }

    @Test
    void drops_what_it_received_of_a_model_that_it_gave_up_and_what_an_older_agent_left()
            throws IOException {
        // Given
        Files.writeString(directory.incoming().resolve("left.part"), "by an older agent");
        run();
        assertEquals(List.of(), partialFiles());

        // When
        source.answer(13, List.of());
        intake.accept(one.value());
        run();

        // Then
        assertInstanceOf(AgentState.Idle.class, agent.state());
        assertEquals(List.of(), partialFiles());
        assertEquals(new BitSet(), new ChunkLedger(database).verified(one.manifest().contentKey()));
    }

    @Test
    void keeps_the_newest_phi_that_may_still_serve_and_no_other() {
        // Given
        serve(one);
        source.publish(two);
        Path files = directory.models().resolve("stamp");

        // When
        intake.accept(two.value());
        run();
        runner.succeedAgainst(0.8);
        run();

        // Then
        assertFalse(Files.exists(files.resolve("1")));
        assertTrue(Files.exists(files.resolve("2")));

        // When
        signature = "other pictures";
        clock.advance(Duration.ofHours(1));
        run();
        runner.succeed();
        run();
        for (int i = 0; i < Trial.ABNORMAL_EXITS; i++) {
            crash();
            run();
        }

        // Then
        assertEquals(Outcome.OUTCOME_ROLLED_BACK, lastReport().getOutcome());
        assertFalse(Files.exists(files.resolve("2")));
    }

    @Test
    void keeps_what_serves_where_the_new_one_is_less_accurate_and_does_not_try_again() {
        // Given
        serve(one);
        source.publish(two);
        intake.accept(two.value());
        run();
        assertEquals(Optional.of(directory.slots().resolve("a")), lastOrder().incumbent());

        // When
        runner.succeedAgainst(0.8);
        run();

        // Then
        assertEquals(new AgentState.Serving(one.manifest().model()), agent.state());
        assertEquals(Outcome.OUTCOME_KEPT, lastReport().getOutcome());
        assertEquals(0, lastReport().getErrorCode());
        assertEquals(0.75, lastReport().getValidationAccuracy());
        assertEquals(0.8, lastReport().getIncumbentAccuracy());
        assertTrue(why().contains("kept because stamp v2 reached 0.7500"), why());

        // When
        crash();
        intake.accept(two.message().setPublishedAtUnixMillis(5).build().toByteArray());
        run();

        // Then
        assertEquals(2, runner.orders().size());
        assertEquals(2, sender.reports().size());
    }

    @Test
    void takes_a_new_subnetwork_that_is_worse_by_no_more_than_the_margin() {
        serve(one);
        source.publish(two);
        intake.accept(two.value());
        run();
        runner.succeedAgainst(0.759);
        run();

        assertEquals(new AgentState.Serving(two.manifest().model()), agent.state());
    }

    @Test
    void never_lets_a_subnetwork_serve_that_the_check_refuses() {
        // Given
        serve(one);
        candidates =
                (file, model) -> {
                    if (model.version() == 2) {
                        throw new StampedeException(ErrorCode.MODEL_CORRUPT, "NaN");
                    }
                };
        crash();
        source.publish(two);

        // When
        intake.accept(two.value());
        run();
        runner.succeed();
        run();

        // Then
        assertEquals(new AgentState.Serving(one.manifest().model()), agent.state());
        assertEquals(402, lastReport().getErrorCode());
        assertTrue(new Slots(directory.slots()).current().isPresent());
    }

    @Test
    void compares_with_nothing_that_would_not_pass_the_gate_itself() {
        serve(one);
        candidates =
                (file, model) -> {
                    throw new StampedeException(ErrorCode.INTERNAL, "over the new budget");
                };
        crash();
        source.publish(two);
        intake.accept(two.value());
        run();

        assertEquals(Optional.empty(), lastOrder().incumbent());
    }

    @Test
    void goes_on_with_a_finished_adaptation_after_a_crash_on_the_brink_of_the_switch() {
        intake.accept(one.value());
        run();
        runner.succeed();

        crash();
        run();

        assertEquals(new AgentState.Serving(one.manifest().model()), agent.state());
        assertEquals(1, runner.orders().size());
        assertEquals(1, sender.reports().size());
    }

    @Test
    void rolls_back_after_three_abnormal_ends_and_reports_it_once() {
        // Given
        serve(one);
        agent.endCleanly();
        clock.advance(Duration.ofHours(1));
        source.publish(two);
        serve(two);

        // When
        crash();
        run();
        crash();
        run();
        assertEquals(new AgentState.Serving(two.manifest().model()), agent.state());
        crash();
        run();
        crash();
        run();

        // Then
        assertEquals(new AgentState.Serving(one.manifest().model()), agent.state());
        assertEquals(3, sender.reports().size());
        assertEquals(Outcome.OUTCOME_ROLLED_BACK, lastReport().getOutcome());
        assertEquals(2, lastReport().getModelVersion());
        assertTrue(why().startsWith("rolled back because"), why());

        // When
        intake.accept(two.message().setPublishedAtUnixMillis(5).build().toByteArray());
        signature = "other pictures";
        crash();
        run();

        // Then
        assertEquals(2, runner.orders().size());
    }

    @Test
    void rolls_back_to_nothing_where_nothing_served_before_and_not_a_second_time() {
        serve(one);
        for (int i = 0; i < 6; i++) {
            crash();
            run();
        }

        assertInstanceOf(AgentState.Idle.class, agent.state());
        assertEquals(2, sender.reports().size());
        assertEquals(Outcome.OUTCOME_ROLLED_BACK, lastReport().getOutcome());
        assertEquals(1, runner.orders().size());
    }

    @Test
    void counts_no_end_that_was_asked_for_and_none_after_a_healthy_while() {
        // Given
        serve(one);
        for (int i = 0; i < 5; i++) {
            agent.endCleanly();
            crash();
            run();
        }
        assertEquals(new AgentState.Serving(one.manifest().model()), agent.state());

        // When
        clock.advance(Duration.ofMinutes(10));
        run();
        for (int i = 0; i < 5; i++) {
            crash();
            run();
        }

        // Then
        assertEquals(new AgentState.Serving(one.manifest().model()), agent.state());
    }

    @Test
    void does_not_take_a_correction_of_the_time_of_day_for_a_healthy_while() {
        // Given
        serve(one);

        // When
        wall.advance(Duration.ofHours(1));
        run();
        for (int i = 0; i < Trial.ABNORMAL_EXITS; i++) {
            crash();
            run();
        }

        // Then
        assertEquals(Outcome.OUTCOME_ROLLED_BACK, lastReport().getOutcome());
    }

    @Test
    void adapts_once_more_where_the_pictures_have_changed_and_fetches_nothing() {
        // Given
        serve(one);
        int fetched = source.fetchedOffsets().size();
        clock.advance(Duration.ofHours(1));
        run();
        assertEquals(1, runner.orders().size());

        // When
        signature = "more pictures";
        run();
        assertEquals(1, runner.orders().size());
        clock.advance(Duration.ofHours(1));
        run();

        // Then
        assertEquals(2, runner.orders().size());
        assertEquals(Optional.of("digest"), lastOrder().unlessData());

        // When
        runner.succeed();
        run();
        clock.advance(Duration.ofHours(1));
        run();
        crash();
        run();

        // Then
        assertEquals(2, runner.orders().size());
        assertEquals(2, sender.reports().size());
        assertEquals(Outcome.OUTCOME_ADAPTED, lastReport().getOutcome());
        assertFalse(sender.reports().get(0).getReportId().equals(lastReport().getReportId()));
        assertEquals(fetched, source.fetchedOffsets().size());
    }

    @Test
    void looks_for_changed_pictures_and_settings_when_it_starts() {
        serve(one);
        settings = "a smaller budget";
        crash();
        run();

        assertEquals(2, runner.orders().size());
        assertEquals(Optional.empty(), lastOrder().unlessData());
    }

    @Test
    void says_nothing_where_files_were_touched_and_pictures_are_the_same() {
        serve(one);
        signature = "touched";
        clock.advance(Duration.ofHours(1));
        run();
        runner.findNothingNew();
        run();
        clock.advance(Duration.ofHours(1));
        run();

        assertEquals(2, runner.orders().size());
        assertEquals(1, sender.reports().size());
        assertEquals(new AgentState.Serving(one.manifest().model()), agent.state());
    }

    @Test
    void does_not_try_the_same_pictures_for_ever() {
        serve(one);
        signature = "spoilt";
        clock.advance(Duration.ofHours(1));
        run();
        runner.fail(ErrorCode.DATA_UNSUITABLE);
        run();
        clock.advance(Duration.ofHours(1));
        run();

        assertEquals(2, runner.orders().size());
        assertEquals(202, lastReport().getErrorCode());
        assertEquals(new AgentState.Serving(one.manifest().model()), agent.state());
    }

    @Test
    void adapts_what_failed_for_its_pictures_once_these_are_others() {
        intake.accept(one.value());
        run();
        runner.fail(ErrorCode.DATA_UNREADABLE);
        run();
        signature = "mounted";
        clock.advance(Duration.ofHours(1));
        run();

        assertEquals(2, runner.orders().size());
        runner.succeed();
        run();
        assertEquals(new AgentState.Serving(one.manifest().model()), agent.state());
    }

    @Test
    void keeps_the_work_of_an_adaptation_that_a_crash_cut_short() throws IOException {
        intake.accept(one.value());
        run();
        Path checkpoint = lastOrder().directory().resolve("checkpoint");
        Files.writeString(checkpoint, "epoch 7");

        crash();
        run();
        assertTrue(Files.exists(checkpoint));

        signature = "other pictures";
        crash();
        run();
        assertFalse(Files.exists(checkpoint));
    }

    @Test
    void waits_until_the_machine_can_afford_an_adaptation_and_says_for_what() {
        // Given
        machine.setFreeMemoryMib(99);
        intake.accept(one.value());
        run();
        assertEquals(List.of(), runner.orders());
        assertEquals(
                "100 MiB of free memory; there were 99",
                stateFile().get("waiting_for").getAsString());

        // When
        machine.setFreeMemoryMib(100);
        machine.setOnMains(false);
        clock.advance(Duration.ofSeconds(10));
        run();

        // Then
        assertEquals(List.of(), runner.orders());
        assertTrue(stateFile().get("waiting_for").getAsString().startsWith("mains power"));

        // When
        machine.setOnMains(true);
        clock.advance(Duration.ofSeconds(10));
        run();

        // Then
        assertEquals(1, runner.orders().size());
        assertFalse(stateFile().has("waiting_for"));
    }

    @Test
    void receives_nothing_that_would_fill_the_disk() {
        machine.setFreeDiskMib(99);
        intake.accept(one.value());
        run();

        assertEquals(List.of(), source.fetchedOffsets());
        assertTrue(stateFile().get("waiting_for").getAsString().contains("free disk"));
    }

    @Test
    void outlives_a_full_disk_and_goes_on_once_there_is_room() throws IOException {
        // Given
        Path inTheWay = directory.stateFile().resolveSibling("state.json.new");
        Files.createDirectory(inTheWay);
        setDatabaseFull(true);

        // When
        run();
        clock.advance(Duration.ofMinutes(2));
        run();
        agent.endCleanly();

        // Then
        assertFalse(Files.exists(directory.stateFile()));

        // When
        Files.delete(inTheWay);
        setDatabaseFull(false);
        clock.advance(Duration.ofMinutes(2));
        intake.accept(one.value());
        run();

        // Then
        assertEquals(1, runner.orders().size());
        assertEquals("adapting", stateFile().get("state").getAsString());
    }

    @Test
    void keeps_a_failure_to_itself_until_there_is_room_for_the_report() {
        // Given
        intake.accept(one.value());
        run();
        setDatabaseFull(true);

        // When
        runner.fail(ErrorCode.BUDGET_INFEASIBLE);
        run();
        assertTrue(stateFile().get("last_error").getAsString().startsWith("STORAGE_FAILED"));
        setDatabaseFull(false);
        clock.advance(Duration.ofMinutes(2));
        run();
        runner.fail(ErrorCode.BUDGET_INFEASIBLE);
        run();

        // Then
        assertEquals(Outcome.OUTCOME_REFUSED, lastReport().getOutcome());
        assertEquals(1, sender.reports().size());
    }

    @Test
    void counts_a_start_once_however_often_the_disk_fails_meanwhile() {
        // Given
        serve(one);
        crash();
        setDatabaseFull(true);
        for (int i = 0; i < 5; i++) {
            run();
            clock.advance(Duration.ofMinutes(2));
        }
        setDatabaseFull(false);
        run();
        assertEquals(new AgentState.Serving(one.manifest().model()), agent.state());

        // When
        crash();
        run();
        assertEquals(new AgentState.Serving(one.manifest().model()), agent.state());
        crash();
        run();

        // Then
        assertInstanceOf(AgentState.Idle.class, agent.state());
        assertEquals(Outcome.OUTCOME_ROLLED_BACK, lastReport().getOutcome());
    }

    /** SQLite refuses to write for this reason as for want of room, and reads on. */
    private void setDatabaseFull(boolean full) {
        database.inTransaction(
                open -> {
                    try (Statement statement = open.createStatement()) {
                        return statement.execute("PRAGMA query_only = " + full);
                    }
                });
    }

    @Test
    void tells_of_an_error_that_ends_its_thread() throws Exception {
        // Given
        candidates =
                (file, model) -> {
                    throw new OutOfMemoryError("as the test wants");
                };
        crash();
        intake.accept(one.value());
        run();
        runner.succeed();
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Supervision supervision = new Supervision(message -> {}, clock, Optional.empty());

        // When
        try (AgentThread thread = new AgentThread(agent, supervision, failure::complete)) {
            thread.start();

            // Then
            assertInstanceOf(OutOfMemoryError.class, failure.get(20, TimeUnit.SECONDS));
        }
    }

    private List<String> partialFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory.incoming())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private AdaptationOrder lastOrder() {
        return runner.orders().get(runner.orders().size() - 1);
    }

    private String why() {
        return new Slots(directory.slots()).standing().orElseThrow().why();
    }

    private void serve(SampleModel model) {
        intake.accept(model.value());
        run();
        runner.succeed();
        run();
        assertEquals(new AgentState.Serving(model.manifest().model()), agent.state());
    }

    /** As good as SIGKILL: nothing is closed but the file handles that the test owns. */
    private void crash() {
        database.close();
        start();
    }

    private void run() {
        for (int i = 0; i < 200 && agent.doWork() > 0; i++) {
            assertTrue(i < 199, "the agent never rests");
        }
    }

    private io.stampede.proto.v1.AdaptationReport lastReport() {
        return sender.reports().get(sender.reports().size() - 1);
    }

    private JsonObject stateFile() {
        try {
            return JsonParser.parseString(Files.readString(directory.stateFile()))
                    .getAsJsonObject();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Precautions precautions() {
        Facts facts = new Facts(database);
        return new Precautions(
                new ValidationGate(candidates, 0.01),
                new Trial(facts, clocks, Duration.ofMinutes(10)),
                new ChangeWatch(facts, settings, () -> signature, clock, Duration.ofHours(1)),
                new Conditions(new Conditions.Limits(100, 100, true), machine, clock),
                clocks);
    }

    private Backoff backoff() {
        return new Backoff(clock, new Random(1), Duration.ofSeconds(60));
    }
}
