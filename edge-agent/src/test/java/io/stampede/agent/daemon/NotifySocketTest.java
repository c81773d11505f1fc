package io.stampede.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Library;
import com.sun.jna.Native;
import io.stampede.agent.testkit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Against a real socket of the kernel, with this test in the place of systemd. */
@EnabledOnOs(OS.LINUX)
class NotifySocketTest {
    private static final int MSG_DONTWAIT = 0x40;

    private final C c = Native.load("c", C.class);
    @TempDir private Path directory;

    /** What a receiver needs of the C library. */
    interface C extends Library {
        int socket(int domain, int type, int protocol);

        int bind(int socket, byte[] address, int length);

        int recv(int socket, byte[] buffer, int length, int flags);

        int close(int socket);
    }

    @Test
    void reaches_a_socket_of_the_file_system() {
        receive(directory.resolve("notify").toString());
    }

    @Test
    void reaches_an_abstract_socket() {
        receive("@stampede-test-" + ProcessHandle.current().pid());
    }

    @Test
    void says_what_systemd_asks_for_by_the_environment() {
        // Given
        String name = directory.resolve("notify").toString();
        int socket = listen(name);
        ManualClock clock = new ManualClock();
        Supervision supervision =
                Supervision.of(Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "30000000"), clock);

        // When
        supervision.ready();
        supervision.doWork("idle");
        clock.advance(Duration.ofSeconds(10));
        supervision.doWork("idle");

        // Then
        assertEquals("READY=1", next(socket));
        assertEquals("STATUS=idle", next(socket));
        assertEquals("WATCHDOG=1", next(socket));
        assertEquals("WATCHDOG=1", next(socket));
        assertEquals("", next(socket));
        c.close(socket);
    }

    @Test
    void lives_on_where_nobody_listens() {
        NotifySocket socket = new NotifySocket(directory.resolve("nobody").toString());

        assertDoesNotThrow(() -> socket.accept("READY=1"));
        assertDoesNotThrow(() -> socket.accept("WATCHDOG=1"));
    }

    @Test
    void writes_an_abstract_name_with_a_zero_in_front() {
        assertArrayEquals(new byte[] {1, 0, 0, 'a'}, NotifySocket.address("@a"));
        assertArrayEquals(new byte[] {1, 0, '/', 'a', 0}, NotifySocket.address("/a"));
    }

    private void receive(String name) {
        int socket = listen(name);

        new NotifySocket(name).accept("READY=1");

        assertEquals("READY=1", next(socket));
        c.close(socket);
    }

    private int listen(String name) {
        int socket = c.socket(1, 2, 0);
        byte[] address = NotifySocket.address(name);
        assertEquals(0, c.bind(socket, address, address.length));
        return socket;
    }

    private String next(int socket) {
        byte[] buffer = new byte[4096];
        int length = Math.max(0, c.recv(socket, buffer, buffer.length, MSG_DONTWAIT));
        return new String(buffer, 0, length, StandardCharsets.UTF_8);
    }
}
