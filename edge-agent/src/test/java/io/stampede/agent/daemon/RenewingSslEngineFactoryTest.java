package io.stampede.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.stampede.agent.testkit.Certificates;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewingSslEngineFactoryTest {
    @TempDir private Path directory;

    @Test
    void the_next_connection_has_the_renewed_certificate() throws Exception {
        // Given: a broker that trusts the old and the new one, and a device in the middle of its
        // life
        Path first = certificate("first");
        Path second = certificate("second");
        Path store = Files.copy(first, directory.resolve("device.p12"));
        try (RenewingSslEngineFactory device = factory(store, store)) {
            assertEquals("CN=first", seenByBroker(device, first));

            // When
            Files.copy(second, store, StandardCopyOption.REPLACE_EXISTING);

            // Then
            assertEquals("CN=second", seenByBroker(device, second));
        }
    }

    @Test
    void a_file_that_is_being_written_leaves_what_was_there_until_it_is_whole() throws Exception {
        // Given
        Path first = certificate("first");
        Path store = Files.copy(first, directory.resolve("device.p12"));
        try (RenewingSslEngineFactory device = factory(store, store)) {
            // When
            Files.write(store, new byte[] {0x30});

            // Then
            assertEquals("CN=first", seenByBroker(device, first));

            // When
            Path second = certificate("second");
            Files.copy(second, store, StandardCopyOption.REPLACE_EXISTING);

            // Then
            assertEquals("CN=second", seenByBroker(device, second));
        }
    }

    @Test
    void half_a_pem_file_leaves_what_was_there_too() throws Exception {
        // Given
        Path first = certificate("first");
        String whole = pem(first);
        Path store = Files.writeString(directory.resolve("device.pem"), whole);
        try (RenewingSslEngineFactory device = pemFactory(store, trusted(first))) {
            for (int written : new int[] {0, 40, whole.length() / 2, whole.length() - 40}) {
                // When
                Files.writeString(store, whole.substring(0, written));

                // Then
                assertEquals(
                        "CN=first", seenByBroker(device, first), () -> written + " characters");
            }
        }
    }

    @Test
    void a_store_that_was_never_there_is_refused_at_once() {
        Path missing = directory.resolve("missing.p12");

        assertThrows(KafkaException.class, () -> factory(missing, missing));
    }

    private Path certificate(String name) {
        return Certificates.selfSigned(directory.resolve(name + ".p12"), "-dname", "CN=" + name);
    }

    /** Both sides have the same certificate and trust it: who trusts whom is not the question. */
    private static String seenByBroker(RenewingSslEngineFactory device, Path certificate)
            throws IOException {
        try (RenewingSslEngineFactory broker = factory(certificate, certificate)) {
            SSLEngine server = broker.createServerSslEngine("localhost", 9093);
            SSLEngine client = device.createClientSslEngine("localhost", 9093, "");
            handshake(client, server);
            X509Certificate seen = (X509Certificate) server.getSession().getPeerCertificates()[0];
            return seen.getSubjectX500Principal().getName();
        }
    }

    private static void handshake(SSLEngine client, SSLEngine server) throws SSLException {
        ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
        ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
        client.beginHandshake();
        server.beginHandshake();
        while (isShaking(client) || isShaking(server)) {
            step(client, toServer, toClient);
            step(server, toClient, toServer);
        }
    }

    private static boolean isShaking(SSLEngine engine) {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
            case NEED_UNWRAP -> {
                in.flip();
                engine.unwrap(in, ByteBuffer.allocate(1 << 16));
                in.compact();
            }
            case NEED_TASK -> engine.getDelegatedTask().run();
            default -> {
                // the other side has something to say
            }
        }
    }

    private static String pem(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance(store.toFile(), Certificates.PASSWORD.toCharArray());
        Key key = keys.getKey("broker", Certificates.PASSWORD.toCharArray());
        return block("PRIVATE KEY", key.getEncoded())
                + block("CERTIFICATE", keys.getCertificate("broker").getEncoded());
    }

    private Path trusted(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance(store.toFile(), Certificates.PASSWORD.toCharArray());
        return Files.writeString(
                directory.resolve("ca.pem"),
                block("CERTIFICATE", keys.getCertificate("broker").getEncoded()));
    }

    private static String block(String name, byte[] content) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(name, Base64.getMimeEncoder().encodeToString(content), name);
    }

    private static RenewingSslEngineFactory pemFactory(Path keys, Path trusted) {
        Map<String, Object> configs = new HashMap<>();
        configs.put("ssl.protocol", "TLSv1.3");
        configs.put("ssl.keystore.type", "PEM");
        configs.put("ssl.keystore.location", keys.toString());
        configs.put("ssl.truststore.type", "PEM");
        configs.put("ssl.truststore.location", trusted.toString());
        return configured(configs);
    }

    private static RenewingSslEngineFactory factory(Path keys, Path trusted) {
        Map<String, Object> configs = new HashMap<>();
        configs.put("ssl.protocol", "TLSv1.3");
        configs.put("ssl.client.auth", "required");
        configs.put("ssl.keystore.type", "PKCS12");
        configs.put("ssl.keystore.location", keys.toString());
        configs.put("ssl.keystore.password", new Password(Certificates.PASSWORD));
        configs.put("ssl.key.password", new Password(Certificates.PASSWORD));
        configs.put("ssl.truststore.type", "PKCS12");
        configs.put("ssl.truststore.location", trusted.toString());
        configs.put("ssl.truststore.password", new Password(Certificates.PASSWORD));
        return configured(configs);
    }

    private static RenewingSslEngineFactory configured(Map<String, Object> configs) {
        RenewingSslEngineFactory factory = new RenewingSslEngineFactory();
        factory.configure(configs);
        return factory;
    }
}
