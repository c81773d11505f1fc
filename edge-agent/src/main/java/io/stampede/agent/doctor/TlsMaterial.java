package io.stampede.agent.doctor;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trust and keys as Kafka's keys {@code ssl.*} name them. */
final class TlsMaterial {
    private final Map<String, String> ssl;

    TlsMaterial(Map<String, String> ssl) {
        this.ssl = ssl;
    }

    /**
     * A context that shows what it is shown.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_CONFIGURATION} where a store cannot
     *     be opened
     */
    SSLContext context(ChainWitness witness) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), new TrustManager[] {witness.over(trust())}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new StampedeException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "expected key and trust stores that kafka.ssl.* can open, found: %s; check their"
                                    .formatted(e.getMessage())
                            + " paths, types and passwords",
                    e);
        }
    }

    private X509ExtendedTrustManager trust() throws GeneralSecurityException, IOException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trustStore());
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager trust) {
                return trust;
            }
        }
        throw new GeneralSecurityException("this Java has no trust manager for X.509");
    }

    /** Java's own store of authorities where none is configured. */
    private KeyStore trustStore() throws GeneralSecurityException, IOException {
        String location = ssl.get("ssl.truststore.location");
        String pem = ssl.get("ssl.truststore.certificates");
        boolean isPem = "PEM".equals(ssl.get("ssl.truststore.type"));
        if (pem != null) {
            return fromPem(pem.getBytes(StandardCharsets.US_ASCII));
        }
        if (location == null) {
            return null;
        }
        return isPem ? fromPem(Files.readAllBytes(Path.of(location))) : store("truststore");
    }

    /** A key in PEM is left out: only whether the broker asks for one is of interest here. */
    private KeyManager[] keys() throws GeneralSecurityException, IOException {
        if (ssl.get("ssl.keystore.location") == null
                || "PEM".equals(ssl.get("ssl.keystore.type"))) {
            return null;
        }
        String password = ssl.getOrDefault("ssl.keystore.password", "");
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(
                store("keystore"), ssl.getOrDefault("ssl.key.password", password).toCharArray());
        return factory.getKeyManagers();
    }

    private KeyStore store(String kind) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(ssl.getOrDefault("ssl." + kind + ".type", "JKS"));
        String password = ssl.get("ssl." + kind + ".password");
        try (InputStream in = Files.newInputStream(Path.of(ssl.get("ssl." + kind + ".location")))) {
            store.load(in, password == null ? null : password.toCharArray());
        }
        return store;
    }

    private static KeyStore fromPem(byte[] pem) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate :
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(pem))) {
            store.setCertificateEntry("c" + number++, certificate);
        }
        return store;
    }
}
