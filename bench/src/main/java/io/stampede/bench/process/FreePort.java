package io.stampede.bench.process;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds a port that nobody listens on. */
public final class FreePort {
    private FreePort() {}

    /**
     * A port on loopback that was free a moment ago.
     *
     * @throws StampedeException with {@link ErrorCode#TRANSPORT_FAILED} where there is none
     */
    public static int find() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.TRANSPORT_FAILED,
                    "expected a free port on loopback, found: " + e.getMessage(),
                    e);
        }
    }
}
