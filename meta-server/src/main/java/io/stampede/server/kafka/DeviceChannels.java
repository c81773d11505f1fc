package io.stampede.server.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.server.report.ReportIntake;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
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
 * it is refused for good, among the dead letters; where neither works the channel stops and the
 * server is no longer healthy, so that nothing is skipped.
 */
@ApplicationScoped
public class DeviceChannels {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceChannels.class);

    private final ReportIntake intake;
    private final DeadLetters deadLetters;
    private final MeterRegistry metrics;

    @Inject
    DeviceChannels(ReportIntake intake, DeadLetters deadLetters, MeterRegistry metrics) {
        this.intake = intake;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    @Incoming("device-reports")
    @Blocking
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> report(Message<byte[]> message) {
        return take(
                message,
                "stampede.reports",
                (key, value) -> intake.report(key, value).name().toLowerCase(Locale.ROOT));
    }

    @Incoming("device-statuses")
    @Blocking
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> status(Message<byte[]> message) {
        return take(
                message,
                "stampede.statuses",
                (key, value) -> {
                    intake.status(key, value);
                    return "stored";
                });
    }

    private CompletionStage<Void> take(
            Message<byte[]> message, String meter, BiFunction<String, byte[], String> work) {
        ConsumerRecord<String, byte[]> record = record(message);
        try {
            metrics.counter(meter, "outcome", take(record, work)).increment();
            return message.ack();
        } catch (RuntimeException e) { // database or dead letters: let the channel stop
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
