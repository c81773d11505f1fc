package io.stampede.agent.cli;

import com.google.gson.JsonObject;
import io.stampede.agent.egress.LedgerMessage;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what left, by topic. */
final class EgressTotals {
    private final Map<String, Sum> byTopic = new TreeMap<>();

    private static final class Sum {
        private long messages;
        private long keyBytes;
        private long headerBytes;
        private long valueBytes;

        private void add(LedgerMessage message) {
            messages++;
            keyBytes += message.keyBytes();
            headerBytes += message.headerBytes();
            valueBytes += message.valueBytes();
        }

        private void add(Sum other) {
            messages += other.messages;
            keyBytes += other.keyBytes;
            headerBytes += other.headerBytes;
            valueBytes += other.valueBytes;
        }

        private long bytes() {
            return keyBytes + headerBytes + valueBytes;
        }

        private JsonObject json() {
            JsonObject object = new JsonObject();
            object.addProperty("messages", messages);
            object.addProperty("key_bytes", keyBytes);
            object.addProperty("header_bytes", headerBytes);
            object.addProperty("value_bytes", valueBytes);
            object.addProperty("bytes", bytes());
            return object;
        }

        private void print(PrintStream out, String name) {
            out.printf(
                    "total    %s: %d messages, %d bytes (keys %d, headers %d, values %d)%n",
                    name, messages, bytes(), keyBytes, headerBytes, valueBytes);
        }
    }

    void add(LedgerMessage message) {
        byTopic.computeIfAbsent(message.topic(), topic -> new Sum()).add(message);
    }

    JsonObject json() {
        JsonObject totals = all().json();
        JsonObject topics = new JsonObject();
        byTopic.forEach((topic, sum) -> topics.add(topic, sum.json()));
        totals.add("topics", topics);
        return totals;
    }

    void print(PrintStream out) {
        byTopic.forEach((topic, sum) -> sum.print(out, topic));
        all().print(out, "all topics");
    }

    private Sum all() {
        Sum all = new Sum();
        byTopic.values().forEach(all::add);
        return all;
    }
}
