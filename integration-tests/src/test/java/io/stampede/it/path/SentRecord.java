package io.stampede.it.path;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stampede.agent.egress.LedgerAudit;
import io.stampede.agent.egress.LedgerMessage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * One record of a device, as the broker received it or as the device's own ledger tells.
 *
 * @param topic where it went
 * @param keyBytes length of the key
 * @param headerBytes length of names and values of the headers
 * @param valueBytes length of the value
 * @param sha256 digest that docs/egress.md defines, computed here once more
 */
record SentRecord(String topic, long keyBytes, long headerBytes, long valueBytes, String sha256) {
    static SentRecord received(ConsumerRecord<byte[], byte[]> record) {
        MessageDigest digest = newDigest();
        long headerBytes = 0;
        update(digest, record.key());
        for (Header header : record.headers()) {
            byte[] name = header.key().getBytes(UTF_8);
            update(digest, name);
            update(digest, header.value());
            headerBytes += name.length + header.value().length;
        }
        update(digest, record.value());
        return new SentRecord(
                record.topic(),
                record.key().length,
                headerBytes,
                record.value().length,
                HexFormat.of().formatHex(digest.digest()));
    }

    /** Everything that a ledger tells, in its order. */
    static List<SentRecord> told(Path ledger) {
        List<SentRecord> told = new ArrayList<>();
        LedgerAudit.Verdict verdict = LedgerAudit.of(ledger, message -> told.add(of(message)));
        if (!verdict.intact()) {
            throw new AssertionError("expected a whole ledger, found " + verdict);
        }
        return told;
    }

    long bytes() {
        return keyBytes + headerBytes + valueBytes;
    }

    private static SentRecord of(LedgerMessage message) {
        return new SentRecord(
                message.topic(),
                message.keyBytes(),
                message.headerBytes(),
                message.valueBytes(),
                message.sha256());
    }

    private static void update(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        digest.update(part);
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
