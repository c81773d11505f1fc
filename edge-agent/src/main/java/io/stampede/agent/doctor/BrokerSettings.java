package io.stampede.agent.doctor;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the configuration says that brokers are spoken to.
 *
 * @param addresses of {@code bootstrap.servers}, not resolved
 * @param tls whether the connection is TLS
 * @param checksName whether the certificate must be for the host
 * @param ssl Kafka's own keys {@code ssl.*}
 */
public record BrokerSettings(
        List<InetSocketAddress> addresses,
        boolean tls,
        boolean checksName,
        Map<String, String> ssl) {
    private static final Set<String> PLAIN = Set.of("PLAINTEXT", "SASL_PLAINTEXT");
    private static final Set<String> TLS = Set.of("SSL", "SASL_SSL");

    /** Checks and copies. */
    public BrokerSettings {
        addresses = List.copyOf(addresses);
        ssl = Map.copyOf(requireNonNull(ssl, "ssl is null"));
    }

    /**
     * Understands Kafka's own keys.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_CONFIGURATION} where an address or
     *     the protocol is none
     */
    public static BrokerSettings of(Map<String, String> kafka) {
        String protocol = kafka.getOrDefault("security.protocol", "PLAINTEXT").strip();
        if (!PLAIN.contains(protocol) && !TLS.contains(protocol)) {
            throw invalid("kafka.security.protocol to be one of %s or %s".formatted(PLAIN, TLS));
        }
        String identification =
                kafka.getOrDefault("ssl.endpoint.identification.algorithm", "https");
        return new BrokerSettings(
                addresses(kafka.getOrDefault("bootstrap.servers", "localhost:9092")),
                TLS.contains(protocol),
                !identification.isBlank(),
                kafka);
    }

    private static List<InetSocketAddress> addresses(String servers) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String server : servers.split(",")) {
            String text = server.strip().replaceFirst("^[A-Z_]+://", "");
            int colon = text.lastIndexOf(':');
            if (colon <= 0 || !text.substring(colon + 1).matches("\\d{1,5}")) {
                throw invalid("kafka.bootstrap.servers as HOST:PORT,HOST:PORT");
            }
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port == 0 || port > 65_535) {
                throw invalid("ports from 1 to 65535 in kafka.bootstrap.servers");
            }
            String host = text.substring(0, colon).replaceAll("^\\[|]$", "");
            addresses.add(InetSocketAddress.createUnresolved(host, port));
        }
        return addresses;
    }

    /** Says no value: it may hold a password. */
    private static StampedeException invalid(String expectation) {
        return new StampedeException(
                ErrorCode.INVALID_CONFIGURATION, "expected " + expectation + ", found another");
    }
}
