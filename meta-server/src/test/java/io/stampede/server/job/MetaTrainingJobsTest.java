package io.stampede.server.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.SourceSpec;
import io.stampede.server.registry.ModelName;
import io.stampede.server.testkit.FakeEngine;
import io.stampede.server.testkit.MemoryJobStore;
import io.stampede.server.testkit.NoData;
import io.stampede.server.testkit.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetaTrainingJobsTest {
    private static final int CAPACITY = 2;

    @TempDir Path directory;

    private final MemoryJobStore store = new MemoryJobStore();
    private final List<String> delivered = Collections.synchronizedList(new ArrayList<>());
    private final List<MetaTrainingJobs> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(MetaTrainingJobs::close);
    }

    @Test
    void a_job_trains_registers_publishes_and_succeeds() {
        // Given
        MetaTrainingJobs jobs = jobs(new FakeEngine(false), new Delivery());

        // When
        String id = jobs.submit(request()).orElseThrow().id();

        // Then
        awaitFinal(jobs, id);
        var state = assertInstanceOf(JobState.Succeeded.class, state(jobs, id));
        assertEquals(7, state.modelVersion());
        assertEquals(List.of("register vgg10-demo", "publish vgg10-demo 7"), delivered);
        assertEquals(state, store.all().get(0).state());
    }

    @Test
    void one_job_runs_and_the_next_waits() {
        // Given
        FakeEngine engine = new FakeEngine(true);
        MetaTrainingJobs jobs = jobs(engine, new Delivery());

        // When
        String first = jobs.submit(request()).orElseThrow().id();
        String second = jobs.submit(request()).orElseThrow().id();

        // Then
        Waiting.until("the first runs", () -> state(jobs, first) instanceof JobState.Running);
        assertInstanceOf(JobState.Queued.class, state(jobs, second));
        engine.finish();
        awaitFinal(jobs, second);
        assertEquals(2, engine.runs());
    }

    @Test
    void refuses_more_than_may_wait() {
        // Given
        MetaTrainingJobs jobs = jobs(new FakeEngine(true), new Delivery());
        String running = jobs.submit(request()).orElseThrow().id();
        Waiting.until("it runs", () -> state(jobs, running) instanceof JobState.Running);
        for (int i = 0; i < CAPACITY; i++) {
            assertTrue(jobs.submit(request()).isPresent());
        }

        // When
        var refused = jobs.submit(request());

        // Then
        assertTrue(refused.isEmpty());
        assertEquals(1 + CAPACITY, store.all().size());
    }

    @Test
    void a_waiting_job_is_cancelled_at_once_and_never_trains() {
        // Given
        FakeEngine engine = new FakeEngine(true);
        MetaTrainingJobs jobs = jobs(engine, new Delivery());
        String first = jobs.submit(request()).orElseThrow().id();
        String second = jobs.submit(request()).orElseThrow().id();

        // When
        boolean cancelled = jobs.cancel(second);

        // Then
        assertTrue(cancelled);
        assertInstanceOf(JobState.Cancelled.class, state(jobs, second));
        engine.finish();
        awaitFinal(jobs, first);
        jobs.close();
        assertEquals(1, engine.runs());
    }

    @Test
    void a_running_job_is_cancelled_before_its_next_step() {
        // Given
        MetaTrainingJobs jobs = jobs(new FakeEngine(true), new Delivery());
        String id = jobs.submit(request()).orElseThrow().id();
        Waiting.until("it runs", () -> state(jobs, id) instanceof JobState.Running);

        // When
        boolean cancelled = jobs.cancel(id);

        // Then
        assertTrue(cancelled);
        awaitFinal(jobs, id);
        assertInstanceOf(JobState.Cancelled.class, state(jobs, id));
        assertEquals(List.of(), delivered);
    }

    @Test
    void a_job_that_has_ended_cannot_be_cancelled() {
        // Given
        MetaTrainingJobs jobs = jobs(new FakeEngine(false), new Delivery());
        String id = jobs.submit(request()).orElseThrow().id();
        awaitFinal(jobs, id);

        // When
        boolean cancelled = jobs.cancel(id);

        // Then
        assertFalse(cancelled);
        assertInstanceOf(JobState.Succeeded.class, state(jobs, id));
    }

    @Test
    void a_restart_goes_on_with_what_a_stop_interrupted_in_the_same_directory() {
        // Given
        FakeEngine before = new FakeEngine(true);
        MetaTrainingJobs stopped = jobs(before, new Delivery());
        String id = submitted(stopped, before);
        stopped.close();
        FakeEngine after = new FakeEngine(false);

        // When
        MetaTrainingJobs restarted = jobs(after, new Delivery());

        // Then
        awaitFinal(restarted, id);
        assertInstanceOf(JobState.Succeeded.class, state(restarted, id));
        assertEquals(before.directories, after.directories);
    }

    @Test
    void a_restart_after_a_crash_finds_the_job_running_and_resumes_it() {
        // Given
        store.save(
                new MetaTrainingJob(
                        "crashed",
                        request(),
                        Clock.systemUTC().instant(),
                        new JobState.Running(Clock.systemUTC().instant()),
                        Optional.empty()));

        // When
        MetaTrainingJobs jobs = jobs(new FakeEngine(false), new Delivery());

        // Then
        awaitFinal(jobs, "crashed");
        assertInstanceOf(JobState.Succeeded.class, state(jobs, "crashed"));
    }

    @Test
    void a_restart_that_may_not_resume_says_why_the_job_failed() {
        // Given
        store.save(
                new MetaTrainingJob(
                        "crashed",
                        request(),
                        Clock.systemUTC().instant(),
                        new JobState.Running(Clock.systemUTC().instant()),
                        Optional.empty()));
        MetaTrainingJobs jobs = opened(new FakeEngine(false), new Delivery());

        // When
        jobs.start(false);

        // Then
        var state = assertInstanceOf(JobState.Failed.class, state(jobs, "crashed"));
        assertEquals(ErrorCode.CANCELLED, state.code());
    }

    @Test
    void a_start_that_may_not_resume_fails_what_an_orderly_stop_interrupted_and_runs_what_waited() {
        // Given
        FakeEngine before = new FakeEngine(true);
        MetaTrainingJobs stopped = jobs(before, new Delivery());
        String interrupted = submitted(stopped, before);
        String waiting = stopped.submit(request()).orElseThrow().id();
        stopped.close();
        MetaTrainingJobs restarted = opened(new FakeEngine(false), new Delivery());

        // When
        restarted.start(false);

        // Then
        var state = assertInstanceOf(JobState.Failed.class, state(restarted, interrupted));
        assertEquals(ErrorCode.CANCELLED, state.code());
        awaitFinal(restarted, waiting);
        assertInstanceOf(JobState.Succeeded.class, state(restarted, waiting));
    }

    @ParameterizedTest
    @ValueSource(strings = {"running", "succeeded"})
    void a_job_whose_state_cannot_be_written_goes_on_when_storage_is_back(String state) {
        // Given
        MetaTrainingJobs jobs = jobs(new FakeEngine(false), new Delivery());
        store.failFor(state);
        String id = jobs.submit(request()).orElseThrow().id();
        Waiting.until("two writes have failed", () -> store.failures() > 1);

        // When
        store.failFor("none");

        // Then
        awaitFinal(jobs, id);
        assertInstanceOf(JobState.Succeeded.class, state(jobs, id));
        assertEquals(List.of("register vgg10-demo", "publish vgg10-demo 7"), delivered);
        String next = jobs.submit(request()).orElseThrow().id();
        awaitFinal(jobs, next);
    }

    @Test
    void a_failure_that_cannot_be_written_is_the_jobs_end_when_storage_is_back() {
        // Given
        TrainingEngine diverges =
                (config, reference, path, control) -> {
                    throw new StampedeException(ErrorCode.TRAINING_DIVERGED, "loss is NaN");
                };
        MetaTrainingJobs jobs = jobs(diverges, new Delivery());
        store.failFor("failed");
        String id = jobs.submit(request()).orElseThrow().id();
        Waiting.until("two writes have failed", () -> store.failures() > 1);

        // When
        store.failFor("none");

        // Then
        awaitFinal(jobs, id);
        var state = assertInstanceOf(JobState.Failed.class, state(jobs, id));
        assertEquals(ErrorCode.TRAINING_DIVERGED, state.code());
    }

    @Test
    void a_stop_does_not_wait_for_storage_and_the_next_start_ends_the_job() {
        // Given
        MetaTrainingJobs stopped = jobs(new FakeEngine(false), new Delivery());
        store.failFor("succeeded");
        String id = stopped.submit(request()).orElseThrow().id();
        Waiting.until("a write has failed", () -> store.failures() > 0);

        // When
        stopped.close();
        store.failFor("none");
        MetaTrainingJobs restarted = jobs(new FakeEngine(false), new Delivery());

        // Then
        awaitFinal(restarted, id);
        assertInstanceOf(JobState.Succeeded.class, state(restarted, id));
    }

    @Test
    void a_listener_that_breaks_stops_no_job() {
        // Given
        MetaTrainingJobs jobs = jobs(new FakeEngine(false), new Delivery());
        jobs.listen(
                job -> {
                    throw new IllegalStateException("the reader is gone");
                });

        // When
        String id = jobs.submit(request()).orElseThrow().id();

        // Then
        awaitFinal(jobs, id);
        assertInstanceOf(JobState.Succeeded.class, state(jobs, id));
    }

    @Test
    void the_checkpoints_of_a_job_that_succeeded_or_was_cancelled_go() {
        // Given
        FakeEngine engine = new FakeEngine(true);
        MetaTrainingJobs jobs = jobs(engine, new Delivery());
        String cancelled = submitted(jobs, engine);
        leave(cancelled);

        // When
        jobs.cancel(cancelled);
        engine.finish();
        awaitFinal(jobs, cancelled);
        String succeeded = jobs.submit(request()).orElseThrow().id();
        awaitFinal(jobs, succeeded);

        // Then
        Waiting.until("both directories are gone", () -> left().isEmpty());
    }

    @Test
    void a_waiting_job_that_is_cancelled_leaves_no_checkpoints_of_an_earlier_run() {
        // Given
        MetaTrainingJobs jobs = jobs(new FakeEngine(true), new Delivery());
        jobs.submit(request());
        String waiting = jobs.submit(request()).orElseThrow().id();
        leave(waiting);

        // When
        jobs.cancel(waiting);

        // Then
        assertFalse(left().contains(waiting));
    }

    @Test
    void a_start_keeps_checkpoints_of_jobs_that_go_on_and_of_no_other() {
        // Given
        JobState.Running running = new JobState.Running(Clock.systemUTC().instant());
        save("goes-on", request(), running);
        save("failed", request(), running.fail(ErrorCode.DATA_UNREADABLE, "away", running.since()));
        List.of("goes-on", "failed", "unknown").forEach(this::leave);

        // When
        opened(new FakeEngine(true), new Delivery()).start(true);

        // Then
        assertEquals(List.of("goes-on"), left());
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({"TRANSPORT_FAILED, the broker is away", "MANIFEST_STALE, version 8 was published"})
    void a_model_that_cannot_be_published_fails_the_job_with_the_reason(
            ErrorCode code, String reason) {
        // Given
        MetaTrainingJobs jobs =
                jobs(
                        new FakeEngine(false),
                        new Delivery() {
                            @Override
                            public void publish(ModelName name, long version) {
                                throw new StampedeException(code, reason);
                            }
                        });

        // When
        String id = jobs.submit(request()).orElseThrow().id();

        // Then
        awaitFinal(jobs, id);
        var state = assertInstanceOf(JobState.Failed.class, state(jobs, id));
        assertEquals(code, state.code());
        assertEquals(reason, state.message());
        assertEquals(List.of(id), left()); // the trained phi can be taken from there
    }

    @Test
    void a_defect_or_a_missing_native_library_fails_one_job_and_not_the_next() {
        // Given
        FakeEngine works = new FakeEngine(false);
        TrainingEngine engine =
                (config, reference, path, control) -> {
                    if (config.seed() == 1) {
                        throw new UnsatisfiedLinkError("no torch");
                    }
                    return works.train(config, reference, path, control);
                };
        MetaTrainingJobs jobs = jobs(engine, new Delivery());

        // When
        String broken = jobs.submit(request()).orElseThrow().id();
        String sound = jobs.submit(request(2)).orElseThrow().id();

        // Then
        awaitFinal(jobs, sound);
        var state = assertInstanceOf(JobState.Failed.class, state(jobs, broken));
        assertEquals(ErrorCode.ENGINE_FAILED, state.code());
        assertInstanceOf(JobState.Succeeded.class, state(jobs, sound));
    }

    @Test
    void refuses_reference_data_that_is_not_there_before_anything_is_queued() {
        // Given
        MetaTrainingJobs jobs = jobs(new FakeEngine(false), new Delivery());
        var request =
                new MetaTrainingRequest(
                        new ModelName("vgg10-demo"),
                        SourceSpec.parse("folder:/missing"),
                        "smoke",
                        MetaTrainingRequest.Changes.NONE);

        // When
        var refusal = assertThrows(StampedeException.class, () -> jobs.submit(request));

        // Then
        assertEquals(ErrorCode.DATA_UNREADABLE, refusal.code());
        assertEquals(List.of(), store.all());
    }

    @Test
    void refuses_settings_that_do_not_exist_before_anything_is_queued() {
        // Given
        MetaTrainingJobs jobs = jobs(new FakeEngine(false), new Delivery());

        // When
        var refusal = assertThrows(StampedeException.class, () -> jobs.submit(request("huge", 1)));

        // Then
        assertEquals(ErrorCode.INVALID_ARGUMENT, refusal.code());
        assertEquals(List.of(), store.all());
    }

    @Test
    void a_job_whose_preset_is_gone_after_an_upgrade_fails_with_its_name_and_the_next_one_runs() {
        // Given
        save("old", request("retired", 1), new JobState.Running(Clock.systemUTC().instant()));
        save("sound", request(), new JobState.Queued());

        // When
        MetaTrainingJobs jobs = jobs(new FakeEngine(false), new Delivery());

        // Then
        awaitFinal(jobs, "sound");
        var state = assertInstanceOf(JobState.Failed.class, state(jobs, "old"));
        assertTrue(state.message().contains("retired"), state.message());
        assertInstanceOf(JobState.Succeeded.class, state(jobs, "sound"));
    }

    @Test
    void listeners_hear_progress_and_the_end() {
        // Given
        FakeEngine engine = new FakeEngine(true);
        MetaTrainingJobs jobs = jobs(engine, new Delivery());
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        jobs.listen(
                job ->
                        heard.add(
                                job.state().id()
                                        + job.progress().map(p -> " " + p.phase()).orElse("")));

        // When
        String id = jobs.submit(request()).orElseThrow().id();
        engine.finish();
        awaitFinal(jobs, id);

        // Then
        Waiting.until("the end is heard", () -> heard.contains("succeeded publish"));
        assertEquals("queued", heard.get(0));
        assertEquals("running", heard.get(1));
        assertEquals("running meta_train", heard.get(2));
        assertTrue(heard.contains("running publish"), heard.toString());
    }

    private MetaTrainingJobs jobs(TrainingEngine engine, ModelDelivery delivery) {
        MetaTrainingJobs jobs = opened(engine, delivery);
        jobs.start(true);
        return jobs;
    }

    private MetaTrainingJobs opened(TrainingEngine engine, ModelDelivery delivery) {
        JobWork work = new JobWork(new NoData(), engine, delivery, directory, Clock.systemUTC());
        MetaTrainingJobs jobs = new MetaTrainingJobs(store, work, CAPACITY, Duration.ofMillis(1));
        opened.add(jobs);
        return jobs;
    }

    private void save(String id, MetaTrainingRequest request, JobState state) {
        store.save(
                new MetaTrainingJob(
                        id, request, Clock.systemUTC().instant(), state, Optional.empty()));
    }

    /** Makes a checkpoint of a job. */
    private void leave(String id) {
        try {
            Files.createDirectories(directory.resolve(id).resolve("deeper"));
            Files.writeString(directory.resolve(id).resolve("deeper/checkpoint"), "weights");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The jobs that have a directory. */
    private List<String> left() {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(each -> each.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Submits a job and waits until it trains, which is later than its state says so. */
    private static String submitted(MetaTrainingJobs jobs, FakeEngine engine) {
        String id = jobs.submit(request()).orElseThrow().id();
        Waiting.until("it trains", () -> engine.runs() == 1);
        return id;
    }

    private static void awaitFinal(MetaTrainingJobs jobs, String id) {
        Waiting.until("job " + id + " ends", () -> state(jobs, id).isFinal());
    }

    private static JobState state(MetaTrainingJobs jobs, String id) {
        return jobs.find(id).orElseThrow().state();
    }

    private static MetaTrainingRequest request() {
        return request(1);
    }

    private static MetaTrainingRequest request(long seed) {
        return request("smoke", seed);
    }

    private static MetaTrainingRequest request(String preset, long seed) {
        return new MetaTrainingRequest(
                new ModelName("vgg10-demo"),
                SourceSpec.parse("procedural:source"),
                preset,
                new MetaTrainingRequest.Changes(
                        Optional.empty(),
                        OptionalDouble.empty(),
                        OptionalLong.of(seed),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalDouble.empty()));
    }

    private class Delivery implements ModelDelivery {
        @Override
        public long register(ModelName name, Path file) {
            delivered.add("register " + name);
            return 7;
        }

        @Override
        public void publish(ModelName name, long version) {
            delivered.add("publish " + name + " " + version);
        }
    }
}
