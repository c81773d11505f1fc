package io.stampede.agent.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka's own TLS with stores that are read again where their files have changed: certificates are
 * renewed every year or every month, and a device that runs for years must not be started again for
 * it. Kafka makes it by its name.
 *
 * <p>What a connection began with it keeps; the next one has the new certificate. Files that cannot
 * be read, because they are being written perhaps, leave what was there and are tried again with
 * the next connection. Safe for several threads.
 */
public final class RenewingSslEngineFactory implements SslEngineFactory {
    private static final Logger LOG = LoggerFactory.getLogger(RenewingSslEngineFactory.class);

    private Map<String, ?> configs = Map.of();
    private List<String> seen = List.of();
    private SslEngineFactory current = new DefaultSslEngineFactory();

    @Override
    public synchronized void configure(Map<String, ?> given) {
        configs = given;
        seen = stamps();
        current = read();
    }

    @Override
    public SSLEngine createClientSslEngine(
            String peerHost, int peerPort, String endpointIdentification) {
        return renewed().createClientSslEngine(peerHost, peerPort, endpointIdentification);
    }

    @Override
    public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
        return renewed().createServerSslEngine(peerHost, peerPort);
    }

    @Override
    public synchronized boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
        return current.shouldBeRebuilt(nextConfigs);
    }

    @Override
    public synchronized Set<String> reconfigurableConfigs() {
        return current.reconfigurableConfigs();
    }

    @Override
    public synchronized KeyStore keystore() {
        return current.keystore();
    }

    @Override
    public synchronized KeyStore truststore() {
        return current.truststore();
    }

    @Override
    public synchronized void close() throws IOException {
        current.close();
    }

    private synchronized SslEngineFactory renewed() {
        List<String> now = stamps();
        if (!now.equals(seen)) {
            try {
                current = read();
                seen = now;
                LOG.info("The certificates have changed and are read again");
            } catch (KafkaException e) {
                LOG.atWarn()
                        .addKeyValue("error", e.getMessage())
                        .log("The certificates have changed and cannot be read yet");
            }
        }
        return current;
    }

    private SslEngineFactory read() {
        SslEngineFactory factory = new DefaultSslEngineFactory();
        factory.configure(configs);
        return factory;
    }

    /** File, length and time of each store: what a renewal changes. */
    private List<String> stamps() {
        return Stream.of(
                        SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG,
                        SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG)
                .map(configs::get)
                .filter(Objects::nonNull)
                .map(location -> stamp(Path.of(location.toString())))
                .toList();
    }

    private static String stamp(Path store) {
        try {
            return store + " " + Files.size(store) + " " + Files.getLastModifiedTime(store);
        } catch (IOException e) {
            return store + " " + e;
        }
    }
}
