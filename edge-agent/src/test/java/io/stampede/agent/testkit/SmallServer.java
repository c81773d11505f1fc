package io.stampede.agent.testkit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server on loopback that treats each connection in one way, one after the other. */
public final class SmallServer implements AutoCloseable {
    private static final long JOIN_MILLIS = 20;

    private final ServerSocket server;
    private final Manner manner;
    private final Thread thread;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /** How a connection is treated. */
    @FunctionalInterface
    public interface Manner {
        /** Speaks on a connection; it stays open where this does not close it. */
        void speak(Socket socket) throws IOException;
    }

    private SmallServer(ServerSocket server, Manner manner) {
        this.server = server;
        this.manner = manner;
        thread = new Thread(this::accept, "small-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** A server without TLS. */
    public static SmallServer plain(Manner manner) throws IOException {
        return new SmallServer(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), manner);
    }

    /** A server with TLS and the key of a store. */
    public static SmallServer tls(Path store, Manner manner) throws IOException {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, Certificates.PASSWORD.toCharArray());
            }
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, Certificates.PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return new SmallServer(
                    context.getServerSocketFactory()
                            .createServerSocket(0, 5, InetAddress.getLoopbackAddress()),
                    manner);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Answers the first request as a Kafka broker answers ApiVersions. */
    public static void asKafka(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int length = in.readInt();
        if (length < 0 || length > 1000) {
            // As a broker does with a request that is longer than its limit.
            socket.close();
            return;
        }
        byte[] request = in.readNBytes(length);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(10);
        out.write(request, 4, 4);
        out.write(new byte[6]);
        out.flush();
    }

    /** Answers as a web server answers nonsense. */
    public static void asWebServer(Socket socket) throws IOException {
        socket.getOutputStream()
                .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Host and port. */
    public String address() {
        return "localhost:" + server.getLocalPort();
    }

    /**
     * Ends the listening and all connections.
     *
     * <p>Returns when the thread has ended, since the kernel listens on for as long as that thread
     * is still on its way out of accept: a connection made meanwhile would be answered.
     */
    @Override
    public void close() throws IOException {
        server.close();
        try {
            do {
                for (Socket socket : open) {
                    socket.close();
                }
                thread.join(JOIN_MILLIS);
            } while (thread.isAlive());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                speak(socket);
            } catch (IOException e) {
                continue;
            }
        }
    }

    private void speak(Socket socket) throws IOException {
        try {
            manner.speak(socket);
        } catch (IOException e) {
            socket.close();
        }
    }
}
