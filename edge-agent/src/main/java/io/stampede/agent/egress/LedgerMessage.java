package io.stampede.agent.egress;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonObject;
import java.time.Instant;

/** A message that was handed to Kafka, as the ledger tells. */
public final class LedgerMessage {
    private final LedgerEntry entry;

    LedgerMessage(LedgerEntry entry) {
        this.entry = requireNonNull(entry, "entry is null");
    }

    /** Number of its entry. */
    public long sequence() {
        return entry.sequence();
    }

    /** When it was noted, just before it left. */
    public Instant at() {
        return entry.at();
    }

    /** Where it went. */
    public String topic() {
        return entry.text("topic");
    }

    /** Bytes of its key. */
    public long keyBytes() {
        return entry.number("key_bytes");
    }

    /** Bytes of the names and values of its headers. */
    public long headerBytes() {
        return entry.number("header_bytes");
    }

    /** Bytes of its value. */
    public long valueBytes() {
        return entry.number("value_bytes");
    }

    /** Bytes of key, headers and value together. */
    public long bytes() {
        return entry.bytes();
    }

    /** Digest over key, headers and value, in hexadecimal, as docs/egress.md defines it. */
    public String sha256() {
        return entry.text("sha256");
    }

    /** The whole entry but its link, for people and programs. */
    public JsonObject json() {
        return entry.body().deepCopy();
    }
}
