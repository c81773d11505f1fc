package io.stampede.agent.egress;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Message;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One record as it is handed to Kafka.
 *
 * <p>A class and not a record because it holds arrays, which it takes over.
 */
public final class OutboundMessage {
    private final String topic;
    private final String key;
    private final Map<String, byte[]> headers;
    private final Message message;
    private final byte[] value;

    /**
     * Encodes a message once: the bytes that are noted are the bytes to send.
     *
     * @param headers in the order in which they are sent
     */
    public OutboundMessage(String topic, String key, Map<String, byte[]> headers, Message message) {
        this.topic = requireNonNull(topic, "topic is null");
        this.key = requireNonNull(key, "key is null");
        this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        this.message = requireNonNull(message, "message is null");
        this.value = message.toByteArray();
    }

    /** Where it goes. */
    public String topic() {
        return topic;
    }

    /** Its key; UTF-8 on the wire. */
    public String key() {
        return key;
    }

    /** Its headers in the order in which they are sent. */
    public Map<String, byte[]> headers() {
        return headers;
    }

    /** What the value says. */
    Message message() {
        return message;
    }

    /** Its value; not copied, not to be changed. */
    public byte[] value() {
        return value;
    }

    /**
     * Identifies what is sent, in hexadecimal: SHA-256 over the key, each header's name and value
     * in their order, and the value, each with its length before it as four bytes, big-endian.
     */
    static String digest(byte[] key, Map<String, byte[]> headers, byte[] value) {
        MessageDigest digest = sha256();
        update(digest, key);
        headers.forEach(
                (name, content) -> {
                    update(digest, name.getBytes(StandardCharsets.UTF_8));
                    update(digest, content);
                });
        update(digest, value);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        digest.update(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new StampedeException(ErrorCode.INTERNAL, "every Java has SHA-256", e);
        }
    }
}
