package io.stampede.agent.doctor;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Says hello as a Kafka client does and understands who answers, in a few bytes of memory. */
final class KafkaHello {
    private static final short API_VERSIONS = 18;
    private static final int CORRELATION = 0x53544D50;
    private static final String CLIENT = "stampede-probe";

    /** No answer to an ApiVersions request is longer. */
    private static final int LONGEST_ANSWER = 64 * 1024;

    private KafkaHello() {}

    /** Who answered. */
    enum Answer {
        /** A Kafka broker. */
        KAFKA,
        /** Somebody who sent a TLS alert. */
        TLS,
        /** Somebody else. */
        OTHER,
        /** Somebody who hung up. */
        CLOSED,
        /** Nobody. */
        SILENCE
    }

    /** Sends the hello over an open connection, whose time limit applies, and reads the answer. */
    static Answer exchange(Socket socket) throws IOException {
        byte[] head = new byte[8];
        int count = 0;
        Answer nothing = Answer.CLOSED;
        try {
            send(new DataOutputStream(socket.getOutputStream()));
            InputStream in = socket.getInputStream();
            for (int read = 0; read >= 0 && count < head.length; count += Math.max(0, read)) {
                read = in.read(head, count, head.length - count);
            }
        } catch (SocketTimeoutException e) {
            nothing = Answer.SILENCE;
        } catch (SocketException e) {
            nothing = Answer.CLOSED;
        }
        return count == 0 ? nothing : understand(head, count);
    }

    /** The first bytes of an answer: length and correlation id, where it is Kafka. */
    static Answer understand(byte[] head, int count) {
        ByteBuffer bytes = ByteBuffer.wrap(head);
        int length = bytes.getInt();
        if (count >= 8 && length > 0 && length <= LONGEST_ANSWER && bytes.getInt() == CORRELATION) {
            return Answer.KAFKA;
        }
        // Content types of TLS records are 20 to 23, the first byte of each version is 3.
        boolean tls = count >= 2 && head[0] >= 20 && head[0] <= 23 && head[1] == 3;
        return tls ? Answer.TLS : Answer.OTHER;
    }

    private static void send(DataOutputStream out) throws IOException {
        byte[] client = CLIENT.getBytes(StandardCharsets.US_ASCII);
        out.writeInt(2 + 2 + 4 + 2 + client.length);
        out.writeShort(API_VERSIONS);
        out.writeShort(0);
        out.writeInt(CORRELATION);
        out.writeShort(client.length);
        out.write(client);
        out.flush();
    }
}
