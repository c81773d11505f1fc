package io.stampede.agent.egress;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.stampede.agent.intake.Sha256;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One line of the ledger: a JSON object whose last member, {@code link}, is the SHA-256 of all that
 * stands before it on the line, with {@code previous}, the link of the line before.
 *
 * <p>Of kind {@code message}: something left. Of kind {@code removed}: entries up to {@code
 * through} were removed to make room, and this was the last one's link.
 *
 * @param sequence 1 for the first entry ever, one more for each
 * @param at when it was written
 * @param body all its members
 * @param previous link of the entry before
 * @param link of this entry
 */
record LedgerEntry(long sequence, Instant at, JsonObject body, String previous, String link) {
    /** What the first entry names as its previous link. */
    static final String NO_LINK = "0".repeat(64);

    /** Longest line: a device message of the largest size in three forms, with room to spare. */
    static final int MAX_LINE_BYTES = 1024 * 1024;

    private static final String LINK = ",\"link\":\"";
    private static final int TAIL = LINK.length() + 64 + 2;

    LedgerEntry {
        requireNonNull(at, "at is null");
        requireNonNull(body, "body is null");
        requireNonNull(previous, "previous is null");
        requireNonNull(link, "link is null");
    }

    /** The members of an entry on a message, without its place in the chain. */
    static JsonObject message(OutboundMessage sent) {
        byte[] key = sent.key().getBytes(StandardCharsets.UTF_8);
        JsonObject headers = new JsonObject();
        sent.headers()
                .forEach(
                        (name, value) ->
                                headers.addProperty(
                                        name, new String(value, StandardCharsets.UTF_8)));
        JsonObject body = new JsonObject();
        body.addProperty("kind", "message");
        body.addProperty("topic", sent.topic());
        body.addProperty("key", sent.key());
        body.addProperty("key_bytes", key.length);
        body.addProperty("header_bytes", headerBytes(sent.headers()));
        body.addProperty("value_bytes", sent.value().length);
        body.addProperty("sha256", OutboundMessage.digest(key, sent.headers(), sent.value()));
        body.add("headers", headers);
        body.add("value", ReadableMessage.of(sent.message()));
        body.addProperty("value_base64", Base64.getEncoder().encodeToString(sent.value()));
        return body;
    }

    /** The members of an entry on entries that were removed, without its place in the chain. */
    static JsonObject removed(long through, String lastLink) {
        JsonObject body = new JsonObject();
        body.addProperty("kind", "removed");
        body.addProperty("through", through);
        body.addProperty("through_link", lastLink);
        return body;
    }

    /** Gives members their place in the chain. */
    static LedgerEntry chain(long sequence, Instant at, JsonObject members, String previous) {
        JsonObject body = new JsonObject();
        body.addProperty("sequence", sequence);
        body.addProperty("at", at.toString());
        members.entrySet().forEach(member -> body.add(member.getKey(), member.getValue()));
        body.addProperty("previous", previous);
        String text = body.toString();
        String link = Sha256.hex(before(text).getBytes(StandardCharsets.UTF_8));
        return new LedgerEntry(sequence, at, body, previous, link);
    }

    /** The line, without its end. */
    byte[] line() {
        return (before(body.toString()) + LINK + link + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a line and checks its link, its sizes and its digest.
     *
     * @throws StampedeException with {@link ErrorCode#EGRESS_LEDGER_BROKEN}; the message says what
     *     is wrong and not where
     */
    static LedgerEntry read(byte[] line) {
        int end = line.length - TAIL;
        if (end < 0) {
            throw broken("it is cut short", null);
        }
        byte[] hashed = java.util.Arrays.copyOf(line, end);
        String tail = new String(line, end, TAIL, StandardCharsets.UTF_8);
        String link = Sha256.hex(hashed);
        if (!tail.equals(LINK + link + "\"}")) {
            throw broken("its bytes do not give the link that it ends with", null);
        }
        try {
            String text = new String(hashed, StandardCharsets.UTF_8) + "}";
            JsonObject body = JsonParser.parseString(text).getAsJsonObject();
            LedgerEntry entry =
                    new LedgerEntry(
                            body.get("sequence").getAsLong(),
                            Instant.parse(body.get("at").getAsString()),
                            body,
                            body.get("previous").getAsString(),
                            link);
            entry.check();
            return entry;
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | NullPointerException
                | ClassCastException
                | UnsupportedOperationException
                | DateTimeException e) {
            throw broken("it is no entry: " + e.getMessage(), e);
        }
    }

    /** Whether it stands for a message that left. */
    boolean isMessage() {
        return body.get("kind").getAsString().equals("message");
    }

    /** Where it says that earlier entries were removed, the last of them. */
    OptionalLong removedThrough() {
        return isMessage() ? OptionalLong.empty() : OptionalLong.of(number("through"));
    }

    /** Link of the last entry that was removed. */
    String removedLink() {
        return body.get("through_link").getAsString();
    }

    /** A member that is text. */
    String text(String member) {
        return body.get(member).getAsString();
    }

    /** A member that is a whole number. */
    long number(String member) {
        return body.get(member).getAsLong();
    }

    /** Bytes of key, headers and value together. */
    long bytes() {
        return number("key_bytes") + number("header_bytes") + number("value_bytes");
    }

    private void check() {
        if (!isMessage()) {
            requireNonNull(removedLink(), "through_link is null");
            number("through");
            return;
        }
        byte[] key = text("key").getBytes(StandardCharsets.UTF_8);
        byte[] value = Base64.getDecoder().decode(text("value_base64"));
        Map<String, byte[]> headers = new LinkedHashMap<>();
        body.getAsJsonObject("headers")
                .entrySet()
                .forEach(
                        header ->
                                headers.put(
                                        header.getKey(),
                                        header.getValue()
                                                .getAsString()
                                                .getBytes(StandardCharsets.UTF_8)));
        boolean same =
                number("key_bytes") == key.length
                        && number("value_bytes") == value.length
                        && number("header_bytes") == headerBytes(headers)
                        && text("sha256").equals(OutboundMessage.digest(key, headers, value))
                        && !text("topic").isEmpty()
                        && body.getAsJsonObject("value") != null;
        if (!same) {
            throw broken("its sizes or its digest are not those of what it holds", null);
        }
    }

    private static long headerBytes(Map<String, byte[]> headers) {
        return headers.entrySet().stream()
                .mapToLong(
                        header ->
                                header.getKey().getBytes(StandardCharsets.UTF_8).length
                                        + header.getValue().length)
                .sum();
    }

    private static String before(String object) {
        return object.substring(0, object.length() - 1);
    }

    private static StampedeException broken(String what, Exception cause) {
        return new StampedeException(ErrorCode.EGRESS_LEDGER_BROKEN, what, cause);
    }
}
