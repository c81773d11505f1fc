package io.stampede.server.broker;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds out whether a port is free before something that fails less clearly takes it. */
public final class LoopbackPort {
    private LoopbackPort() {}

    /**
     * A port that is free right now.
     *
     * @param wanted that port, or 0 for any
     * @param option what the user may change where the port is taken
     * @throws StampedeException {@code TRANSPORT_FAILED} where the port is taken
     */
    public static int free(int wanted, String option) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.TRANSPORT_FAILED,
                    "expected port %d to be free, found it in use; choose another with %s"
                            .formatted(wanted, option),
                    e);
        }
    }
}
