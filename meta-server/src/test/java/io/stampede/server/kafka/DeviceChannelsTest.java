package io.stampede.server.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.server.report.DeviceInbox;
import io.stampede.server.report.ReportIntake;
import io.stampede.server.report.StoredReport;
import io.stampede.server.report.StoredStatus;
import io.stampede.server.testkit.Reports;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;

class DeviceChannelsTest {
    private final List<StoredReport> stored = new ArrayList<>();
    private final List<StoredStatus> statuses = new ArrayList<>();
    private final List<Optional<String>> failures = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private int refusals;

    @Test
    void a_report_waits_for_a_full_disk_and_is_acknowledged_once_it_is_stored() {
        // Given
        DeviceChannels channels = channels(Duration.ofMillis(1));
        refusals = 2;

        // When
        channels.report(report()).toCompletableFuture().join();

        // Then
        assertEquals(1, stored.size());
        assertEquals(List.of("acknowledged"), answers);
        assertEquals(
                List.of(Optional.empty(), Optional.of("no room"), Optional.of("no room")),
                failures);
        assertEquals(Optional.empty(), channels.failure());
    }

    @Test
    void a_report_that_waits_when_the_server_stops_is_neither_acknowledged_nor_refused() {
        // Given
        DeviceChannels channels = channels(Duration.ofDays(1));
        refusals = 2;
        channels.stop(new ShutdownEvent());

        // When
        channels.report(report()).toCompletableFuture().join();

        // Then
        assertEquals(List.of(), stored);
        assertEquals(List.of(), answers);
    }

    @Test
    void a_status_waits_for_a_full_disk_as_well() {
        // Given
        DeviceChannels channels = channels(Duration.ofMillis(1));
        refusals = 1;
        byte[] status = Reports.status().build().toByteArray();

        // When
        channels.status(message("stampede.device.status", status)).toCompletableFuture().join();

        // Then
        assertEquals(1, statuses.size());
        assertEquals(List.of("acknowledged"), answers);
        assertEquals(List.of(Optional.empty(), Optional.of("no room")), failures);
    }

    private DeviceChannels channels(Duration firstPause) {
        DeviceChannels[] channels = new DeviceChannels[1];
        DeviceInbox inbox =
                new DeviceInbox() {
                    @Override
                    public boolean insertOnce(StoredReport report) {
                        write();
                        return stored.add(report);
                    }

                    @Override
                    public void replaceStatus(StoredStatus status) {
                        write();
                        statuses.add(status);
                    }

                    private void write() {
                        failures.add(channels[0].failure());
                        if (refusals-- > 0) {
                            throw new StampedeException(ErrorCode.STORAGE_FAILED, "no room");
                        }
                    }
                };
        channels[0] =
                new DeviceChannels(
                        new ReportIntake(inbox, Clock.systemUTC()),
                        null, // no record here is refused for good
                        new SimpleMeterRegistry(),
                        firstPause);
        return channels[0];
    }

    private Message<byte[]> report() {
        return message("stampede.device.report", Reports.report("one").build().toByteArray());
    }

    private Message<byte[]> message(String topic, byte[] value) {
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>(topic, 0, 0, Reports.DEVICE, value);
        return Message.of(
                value,
                Metadata.of(new IncomingKafkaRecordMetadata<>(record, topic)),
                () -> answered("acknowledged"),
                failure -> answered("refused"));
    }

    private CompletableFuture<Void> answered(String answer) {
        answers.add(answer);
        return CompletableFuture.completedFuture(null);
    }
}
