package io.stampede.server.kafka;

import io.stampede.proto.CloudEventHeaders;
import io.stampede.proto.EventType;
import java.time.Clock;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** CloudEvents attributes of what this server sends, as Kafka headers. */
final class EventHeaders {
    private static final String SOURCE = "/meta-server";

    private EventHeaders() {}

    static Headers of(String id, EventType type, Clock clock) {
        RecordHeaders headers = new RecordHeaders();
        new CloudEventHeaders(id, SOURCE, type, clock.instant()).toHeaders().forEach(headers::add);
        return headers;
    }
}
