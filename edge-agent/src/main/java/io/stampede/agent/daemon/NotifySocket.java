package io.stampede.agent.daemon;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends datagrams to the socket that systemd listens on. Java has no such sockets itself, so this
 * calls the C library.
 *
 * <p>A message that cannot be sent is logged once and lost: nothing else depends on it.
 */
final class NotifySocket implements Consumer<String> {
    private static final Logger LOG = LoggerFactory.getLogger(NotifySocket.class);
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int MAX_PATH_BYTES = 107;

    private final byte[] address;
    private C library;
    private boolean complained;

    /** The few functions that are needed. */
    interface C extends Library {
        /** See {@code socket(2)}. */
        int socket(int domain, int type, int protocol) throws LastErrorException;

        /** See {@code sendto(2)}. */
        int sendto(
                int socket,
                byte[] message,
                int length,
                int flags,
                byte[] address,
                int addressLength)
                throws LastErrorException;

        /** See {@code close(2)}. */
        int close(int socket) throws LastErrorException;
    }

    /**
     * Prepares to send.
     *
     * @param name path of the socket, or {@code @} and its abstract name
     */
    NotifySocket(String name) {
        this.address = address(name);
    }

    @Override
    public synchronized void accept(String message) {
        try {
            if (library == null) {
                library = Native.load("c", C.class);
            }
            send(message.getBytes(StandardCharsets.UTF_8));
        } catch (LastErrorException | LinkageError e) {
            if (!complained) {
                complained = true;
                LOG.atWarn().addKeyValue("error", e).log("systemd cannot be told how it goes");
            }
        }
    }

    /** {@code struct sockaddr_un}: the family as a short, then the name. */
    static byte[] address(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        boolean isAbstract = name.startsWith("@");
        if (bytes.length > MAX_PATH_BYTES) {
            throw new IllegalArgumentException(
                    "expected a socket's name of at most %d bytes, found %d"
                            .formatted(MAX_PATH_BYTES, bytes.length));
        }
        ByteBuffer address =
                ByteBuffer.allocate(2 + bytes.length + (isAbstract ? 0 : 1))
                        .order(ByteOrder.nativeOrder())
                        .putShort((short) AF_UNIX)
                        .put(bytes);
        if (isAbstract) {
            address.put(2, (byte) 0);
        }
        return address.array();
    }

    private void send(byte[] message) {
        int socket = library.socket(AF_UNIX, SOCK_DGRAM, 0);
        try {
            library.sendto(socket, message, message.length, 0, address, address.length);
        } finally {
            library.close(socket);
        }
    }
}
