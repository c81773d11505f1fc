package io.stampede.proto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CloudEventHeadersTest {
    @Test
    void writes_the_binary_content_mode_of_the_kafka_binding() {
        // Given
        var event =
                new CloudEventHeaders(
                        "7",
                        "/devices/camera-17",
                        EventType.DEVICE_REPORT,
                        Instant.parse("2026-11-22T10:00:00Z"));

        // When
        Map<String, String> texts = new LinkedHashMap<>();
        event.toHeaders().forEach((name, value) -> texts.put(name, new String(value, UTF_8)));

        // Then
        assertEquals(
                Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", "7",
                        "ce_source", "/devices/camera-17",
                        "ce_type", "io.stampede.device.report.v1",
                        "ce_time", "2026-11-22T10:00:00Z",
                        "content-type", "application/protobuf"),
                texts);
    }

    @Test
    void refuses_an_event_without_an_id() {
        // Then
        assertThrows(
                IllegalArgumentException.class,
                () -> new CloudEventHeaders("", "/s", EventType.MODEL_CHUNK, Instant.EPOCH));
    }
}
