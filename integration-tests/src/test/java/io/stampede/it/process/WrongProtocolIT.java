package io.stampede.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.stampede.core.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent with a small heap and a port that speaks TLS where it expects plaintext. A Kafka client
 * would take the first bytes of the answer for a length of 352 MB.
 */
class WrongProtocolIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String PASSWORD = "secret-of-a-test";

    @TempDir private Path directory;

    @Test
    void the_agent_says_so_within_ten_seconds_and_64_mib() throws Exception {
        // Given
        try (ServerSocket server = tlsServer()) {
            Instant begin = Instant.now();

            // When
            try (Running agent =
                    Running.start(
                            Application.AGENT,
                            List.of("-Xmx64m"),
                            directory.resolve("run"),
                            Map.of("KAFKA_BOOTSTRAP_SERVERS", address(server)),
                            "run",
                            "--data",
                            "procedural:target",
                            "--data-dir",
                            directory.resolve("data").toString())) {
                int status = agent.await(PATIENCE);
                Duration took = Duration.between(begin, Instant.now());

                // Then
                assertEquals(ErrorCode.TRANSPORT_FAILED.exitCode(), status, agent.errors());
                assertEquals(1, agent.errors().strip().lines().count(), agent.errors());
                assertTrue(agent.errors().contains("TRANSPORT_FAILED"), agent.errors());
                assertTrue(agent.errors().contains("speaks TLS"), agent.errors());
                assertFalse(agent.errors().contains("OutOfMemory"), agent.errors());
                assertTrue(took.compareTo(LIMIT) < 0, took::toString);
            }
        }
    }

    @Test
    void doctor_names_it_with_its_fix_and_finds_everything_else_well() throws Exception {
        // Given
        try (ServerSocket server = tlsServer();
                // When
                Running doctor =
                        Running.start(
                                Application.AGENT,
                                List.of("-Xmx64m"),
                                directory.resolve("run"),
                                Map.of(),
                                "doctor",
                                "--data",
                                "procedural:target?per-class=4",
                                "--data-dir",
                                directory.resolve("data").toString(),
                                "--bootstrap-servers",
                                address(server),
                                "--output",
                                "json")) {
            int status = doctor.await(PATIENCE);
            JsonObject document = JsonParser.parseString(doctor.output()).getAsJsonObject();

            // Then
            assertEquals(4, status, doctor.errors());
            assertEquals(4, document.get("status").getAsInt());
            List<String> problems = new ArrayList<>();
            List<String> checks = new ArrayList<>();
            for (JsonElement element : document.getAsJsonArray("findings")) {
                JsonObject finding = element.getAsJsonObject();
                checks.add(finding.get("check").getAsString());
                if (finding.get("level").getAsString().equals("problem")) {
                    problems.add(finding.toString());
                }
            }
            assertEquals(1, problems.size(), problems::toString);
            assertTrue(problems.get(0).contains("speaks TLS"), problems::toString);
            assertTrue(problems.get(0).contains("security.protocol=SSL"), problems::toString);
            assertTrue(
                    checks.containsAll(
                            List.of(
                                    "java",
                                    "c_library",
                                    "natives",
                                    "cache",
                                    "engine",
                                    "tflite",
                                    "memory",
                                    "data_directory",
                                    "clock",
                                    "models",
                                    "data",
                                    "broker")),
                    checks::toString);
            assertFalse(Files.exists(directory.resolve("data")), "doctor changes nothing");
        }
    }

    private static String address(ServerSocket server) {
        return "localhost:" + server.getLocalPort();
    }

    private ServerSocket tlsServer() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(makeStore())) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        ServerSocket server =
                context.getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> answer(server), "tls-server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    /** Reads, which makes it answer with an alert and hang up. */
    private static void answer(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read();
            } catch (IOException e) {
                continue;
            }
        }
    }

    private Path makeStore() throws IOException {
        Path store = directory.resolve("broker.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "broker",
                                "-keyalg",
                                "EC",
                                "-storetype",
                                "PKCS12",
                                "-dname",
                                "CN=localhost",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                store.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("keytool.log").toFile())
                        .start();
        try {
            assertEquals(0, keytool.waitFor());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return store;
    }
}
