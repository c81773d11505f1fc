package io.stampede.server.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.server.report.ReportIntake;
import io.stampede.server.retry.LastingTries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what devices send. A record is acknowledged when its content is in the database or, where
 * it is refused for good, among the dead letters; where neither works for now it waits, the next
 * ones behind it, and the server is not ready. What nobody foresaw stops the channel, so that
 * nothing is skipped.
 */
@ApplicationScoped
public class DeviceChannels {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceChannels.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final ReportIntake intake;
    private final DeadLetters deadLetters;
    private final MeterRegistry metrics;
    private final LastingTries reports;
    private final LastingTries statuses;

    @Inject
    DeviceChannels(ReportIntake intake, DeadLetters deadLetters, MeterRegistry metrics) {
        this(intake, deadLetters, metrics, FIRST_PAUSE);
    }

    DeviceChannels(
            ReportIntake intake,
            DeadLetters deadLetters,
            MeterRegistry metrics,
            Duration firstPause) {
        this.intake = intake;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.reports = new LastingTries(firstPause);
        this.statuses = new LastingTries(firstPause);
    }

    @Incoming("device-reports")
    @Blocking
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> report(Message<byte[]> message) {
        return take(
                message,
                reports,
                "stampede.reports",
                (key, value) -> intake.report(key, value).name().toLowerCase(Locale.ROOT));
    }

    @Incoming("device-statuses")
    @Blocking
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> status(Message<byte[]> message) {
        return take(
                message,
                statuses,
                "stampede.statuses",
                (key, value) -> {
                    intake.status(key, value);
                    return "stored";
                });
    }

    /** Why something that was received waits; empty where nothing does. */
    public Optional<String> failure() {
        return reports.failure().or(statuses::failure);
    }

    /** What waits is not acknowledged and comes again at the next start. */
    void stop(@Observes ShutdownEvent event) {
        reports.stop();
        statuses.stop();
    }

    private CompletionStage<Void> take(
            Message<byte[]> message,
            LastingTries tries,
            String meter,
            BiFunction<String, byte[], String> work) {
        ConsumerRecord<String, byte[]> record = record(message);
        try {
            Optional<String> outcome = tries.run(record.topic(), () -> take(record, work));
            if (outcome.isEmpty()) {
                return CompletableFuture.completedFuture(null);
            }
            metrics.counter(meter, "outcome", outcome.get()).increment();
            return message.ack();
        } catch (RuntimeException e) { // let the channel stop
            LOG.atError().addKeyValue("topic", record.topic()).setCause(e).log("intake stops");
            return message.nack(e);
        }
    }

    private String take(
            ConsumerRecord<String, byte[]> record, BiFunction<String, byte[], String> work) {
        try {
            return work.apply(record.key(), record.value());
        } catch (StampedeException e) {
            if (e.code() != ErrorCode.INVALID_ARGUMENT) {
                throw e;
            }
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("offset", record.offset())
                    .log("record refused: {}", e.getMessage());
            deadLetters.keep(record, e.getMessage());
            return "refused";
        }
    }

    @SuppressWarnings("unchecked") // the channel's deserializers decide the types
    private static ConsumerRecord<String, byte[]> record(Message<byte[]> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow().getRecord();
    }
}
