package io.stampede.agent.doctor;

import static io.stampede.agent.testkit.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.agent.doctor.BrokerVerdict.Kind;
import io.stampede.agent.testkit.Certificates;
import io.stampede.agent.testkit.SmallServer;
import io.stampede.core.ErrorCode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerProbeTest {
    private static final Duration PATIENCE = Duration.ofMillis(700);

    @TempDir private Path directory;

    @Test
    void is_content_with_a_broker_that_speaks_as_configured() throws IOException {
        try (SmallServer kafka = SmallServer.plain(SmallServer::asKafka)) {
            BrokerVerdict verdict = look(kafka, Map.of());

            assertEquals(Kind.FINE, verdict.kind(), verdict::toString);
            assertFalse(verdict.isDangerous());
        }
    }

    @Test
    void is_content_with_a_broker_whose_certificate_it_trusts() throws IOException {
        Path store = Certificates.selfSigned(directory.resolve("s.p12"));
        try (SmallServer kafka = SmallServer.tls(store, SmallServer::asKafka)) {
            BrokerVerdict verdict = look(kafka, trusting(store));

            assertEquals(Kind.FINE, verdict.kind(), verdict::toString);
        }
    }

    @Test
    void knows_a_tls_port_that_was_taken_for_plaintext() throws IOException {
        Path store = Certificates.selfSigned(directory.resolve("s.p12"));
        try (SmallServer kafka = SmallServer.tls(store, SmallServer::asKafka)) {
            BrokerVerdict verdict = look(kafka, Map.of());

            assertEquals(Kind.OTHER_PROTOCOL, verdict.kind(), verdict::toString);
            assertTrue(verdict.isDangerous());
            assertTrue(verdict.fix().contains("security.protocol=SSL"), verdict::fix);
        }
    }

    @Test
    void knows_a_plaintext_port_that_was_taken_for_tls() throws IOException {
        try (SmallServer kafka = SmallServer.plain(SmallServer::asKafka)) {
            BrokerVerdict verdict = look(kafka, Map.of("security.protocol", "SSL"));

            assertEquals(Kind.OTHER_PROTOCOL, verdict.kind(), verdict::toString);
            assertTrue(verdict.fix().contains("PLAINTEXT"), verdict::fix);
        }
    }

    @Test
    void knows_a_web_server_by_either_protocol() throws IOException {
        try (SmallServer web = SmallServer.plain(SmallServer::asWebServer)) {
            assertEquals(Kind.NOT_KAFKA, look(web, Map.of()).kind());
            assertEquals(Kind.NOT_KAFKA, look(web, Map.of("security.protocol", "SSL")).kind());
        }
    }

    @Test
    void says_that_a_certificate_has_ended() throws IOException {
        Path store =
                Certificates.selfSigned(
                        directory.resolve("s.p12"), "-startdate", "-10d", "-validity", "5");
        try (SmallServer kafka = SmallServer.tls(store, SmallServer::asKafka)) {
            BrokerVerdict verdict = look(kafka, Map.of("security.protocol", "SSL"));

            assertEquals(Kind.CERTIFICATE, verdict.kind(), verdict::toString);
            assertTrue(verdict.found().contains("ended at"), verdict::found);
        }
    }

    @Test
    void says_that_a_certificate_has_not_begun() throws IOException {
        Path store =
                Certificates.selfSigned(
                        directory.resolve("s.p12"), "-startdate", "+10d", "-validity", "5");
        try (SmallServer kafka = SmallServer.tls(store, SmallServer::asKafka)) {
            BrokerVerdict verdict = look(kafka, Map.of("security.protocol", "SSL"));

            assertTrue(verdict.found().contains("begins at"), verdict::toString);
            assertTrue(verdict.fix().contains("clock"), verdict::fix);
        }
    }

    @Test
    void says_that_a_certificate_is_for_another_name() throws IOException {
        Path store =
                Certificates.selfSigned(
                        directory.resolve("s.p12"),
                        "-dname",
                        "CN=elsewhere",
                        "-ext",
                        "san=dns:elsewhere.example");
        try (SmallServer kafka = SmallServer.tls(store, SmallServer::asKafka)) {
            BrokerVerdict verdict = look(kafka, trusting(store));

            assertEquals(Kind.CERTIFICATE, verdict.kind(), verdict::toString);
            assertTrue(verdict.found().contains("another name"), verdict::found);
        }
    }

    @Test
    void says_that_nobody_vouches_for_a_certificate() throws IOException {
        Path store = Certificates.selfSigned(directory.resolve("s.p12"));
        try (SmallServer kafka = SmallServer.tls(store, SmallServer::asKafka)) {
            BrokerVerdict verdict = look(kafka, Map.of("security.protocol", "SSL"));

            assertTrue(verdict.found().contains("CN=localhost"), verdict::toString);
            assertTrue(verdict.fix().contains("truststore"), verdict::fix);
        }
    }

    @Test
    void says_that_nobody_is_there_that_nobody_answers_and_that_a_name_is_unknown()
            throws IOException {
        int unused;
        try (ServerSocket socket = new ServerSocket(0)) {
            unused = socket.getLocalPort();
        }
        BrokerVerdict nobody =
                probe(Map.of("bootstrap.servers", "localhost:" + unused)).look().get(0);
        assertEquals(Kind.UNREACHABLE, nobody.kind(), nobody::toString);
        assertFalse(nobody.isDangerous());

        BrokerVerdict unknown =
                probe(Map.of("bootstrap.servers", "no-such-host.invalid:9092")).look().get(0);
        assertEquals(Kind.UNREACHABLE, unknown.kind(), unknown::toString);

        try (SmallServer mute = SmallServer.plain(socket -> {})) {
            BrokerVerdict silent = look(mute, Map.of());
            assertEquals(Kind.UNREACHABLE, silent.kind(), silent::toString);
            assertTrue(silent.found().contains("nothing is said"), silent::found);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAINTEXT", "SASL_PLAINTEXT", "SSL", "SASL_SSL"})
    void takes_a_broker_that_hangs_up_or_says_nothing_for_one_that_may_come_back(String protocol)
            throws IOException {
        try (SmallServer closing = SmallServer.plain(Socket::close);
                SmallServer mute = SmallServer.plain(socket -> {})) {
            for (SmallServer server : List.of(closing, mute)) {
                BrokerVerdict verdict = look(server, Map.of("security.protocol", protocol));

                assertEquals(Kind.UNREACHABLE, verdict.kind(), verdict::toString);
                assertFalse(verdict.isDangerous());
            }
        }
    }

    @Test
    void takes_a_broker_that_refuses_a_handshake_for_one_that_may_come_back() throws IOException {
        byte[] alert = {21, 3, 3, 0, 2, 2, 40};
        SmallServer.Manner refuses = socket -> socket.getOutputStream().write(alert);
        try (SmallServer refusing = SmallServer.plain(refuses)) {
            BrokerVerdict verdict = look(refusing, Map.of("security.protocol", "SSL"));

            assertEquals(Kind.UNREACHABLE, verdict.kind(), verdict::toString);
            assertTrue(verdict.found().contains("handshake"), verdict::found);
        }
    }

    @Test
    void looks_at_each_address() throws IOException {
        try (SmallServer kafka = SmallServer.plain(SmallServer::asKafka);
                SmallServer web = SmallServer.plain(SmallServer::asWebServer)) {
            List<BrokerVerdict> verdicts =
                    probe(
                                    Map.of(
                                            "bootstrap.servers",
                                            "PLAINTEXT://"
                                                    + kafka.address()
                                                    + " , "
                                                    + web.address()))
                            .look();

            assertEquals(
                    List.of(Kind.FINE, Kind.NOT_KAFKA),
                    verdicts.stream().map(BrokerVerdict::kind).toList());
        }
    }

    @Test
    void refuses_addresses_protocols_and_stores_that_are_none() {
        assertFails(
                ErrorCode.INVALID_CONFIGURATION,
                () -> BrokerSettings.of(Map.of("bootstrap.servers", "broker")));
        assertFails(
                ErrorCode.INVALID_CONFIGURATION,
                () -> BrokerSettings.of(Map.of("bootstrap.servers", "broker:99999")));
        assertFails(
                ErrorCode.INVALID_CONFIGURATION,
                () -> BrokerSettings.of(Map.of("security.protocol", "TLS")));
    }

    private Map<String, String> trusting(Path store) {
        return Map.of(
                "security.protocol",
                "SSL",
                "ssl.truststore.location",
                store.toString(),
                "ssl.truststore.type",
                "PKCS12",
                "ssl.truststore.password",
                Certificates.PASSWORD);
    }

    private static BrokerVerdict look(SmallServer server, Map<String, String> keys) {
        Map<String, String> all = new HashMap<>(keys);
        all.put("bootstrap.servers", server.address());
        return probe(all).look().get(0);
    }

    private static BrokerProbe probe(Map<String, String> keys) {
        return new BrokerProbe(BrokerSettings.of(keys), Clock.systemUTC(), PATIENCE);
    }
}
