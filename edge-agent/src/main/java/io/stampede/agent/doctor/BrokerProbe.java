package io.stampede.agent.doctor;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.doctor.BrokerVerdict.Kind;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Looks at a broker's port with a plain socket before a Kafka client is built. A Kafka client that
 * speaks plaintext to a TLS port takes the answer's first bytes for a length and allocates hundreds
 * of megabytes; one that speaks to nobody says so for ever and never why.
 *
 * <p>Takes a few kilobytes and at most a few time limits per address.
 */
public final class BrokerProbe {
    /** Time to connect, and time to answer. */
    public static final Duration PATIENCE = Duration.ofMillis(2_500);

    private final BrokerSettings settings;
    private final Clock clock;
    private final int patienceMillis;

    /** Creates a probe for the brokers of a configuration. */
    public BrokerProbe(BrokerSettings settings, Clock clock, Duration patience) {
        this.settings = requireNonNull(settings, "settings is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.patienceMillis = Math.toIntExact(patience.toMillis());
    }

    /**
     * Looks at each address.
     *
     * @throws StampedeException with {@code INVALID_CONFIGURATION} where a key or trust store
     *     cannot be opened
     */
    public List<BrokerVerdict> look() {
        return settings.addresses().stream().map(this::look).toList();
    }

    private BrokerVerdict look(InetSocketAddress address) {
        try {
            return settings.tls() ? lookWithTls(address) : lookInPlaintext(address);
        } catch (UnknownHostException e) {
            return verdict(
                    Kind.UNREACHABLE,
                    address,
                    "the host name %s is not known".formatted(address.getHostString()),
                    "correct kafka.bootstrap.servers, or check the network's name server");
        } catch (IOException e) {
            return unreachable(address, e);
        }
    }

    private BrokerVerdict lookInPlaintext(InetSocketAddress address) throws IOException {
        KafkaHello.Answer answer = hello(address);
        switch (answer) {
            case KAFKA:
                return verdict(Kind.FINE, address, "Kafka answers in plaintext", "");
            case TLS:
                return tlsPort(address);
            case CLOSED:
            case SILENCE:
                return speaksTls(address) ? tlsPort(address) : mute(address, answer);
            default:
                return notKafka(address);
        }
    }

    private BrokerVerdict lookWithTls(InetSocketAddress address) throws IOException {
        ChainWitness witness = new ChainWitness();
        try (Socket plain = connect(address);
                SSLSocket socket = tls(plain, address, witness)) {
            socket.startHandshake();
            KafkaHello.Answer answer = KafkaHello.exchange(socket);
            return answer == KafkaHello.Answer.KAFKA
                    ? fineOrExpiring(address, witness)
                    : answer == KafkaHello.Answer.OTHER ? notKafka(address) : mute(address, answer);
        } catch (ConnectException | NoRouteToHostException e) {
            throw e;
        } catch (SSLException | SocketException e) {
            return refused(address, witness, e);
        }
    }

    private BrokerVerdict refused(
            InetSocketAddress address, ChainWitness witness, IOException error) throws IOException {
        if (witness.shown().isPresent()) {
            return new CertificateVerdict(name(address), clock.instant())
                    .on(witness.shown().get(), error);
        }
        KafkaHello.Answer answer = hello(address);
        switch (answer) {
            case KAFKA:
                return verdict(
                        Kind.OTHER_PROTOCOL,
                        address,
                        "expected TLS, found a Kafka port that speaks plaintext",
                        "set kafka.security.protocol=PLAINTEXT (or SASL_PLAINTEXT), or use the"
                                + " broker's TLS port");
            case TLS:
                return verdict(
                        Kind.UNREACHABLE,
                        address,
                        "a TLS handshake is refused: " + error.getMessage(),
                        "check the broker's log, and kafka.ssl.enabled.protocols on both sides");
            case CLOSED:
            case SILENCE:
                return mute(address, answer);
            default:
                return verdict(
                        Kind.NOT_KAFKA,
                        address,
                        "expected TLS, found something that speaks neither TLS nor Kafka: "
                                + error.getMessage(),
                        "correct host and port in kafka.bootstrap.servers");
        }
    }

    private BrokerVerdict fineOrExpiring(InetSocketAddress address, ChainWitness witness) {
        Instant end =
                witness.shown()
                        .map(X509Certificate::getNotAfter)
                        .map(Date::toInstant)
                        .orElse(Instant.MAX);
        return verdict(
                Kind.FINE, address, "Kafka answers over TLS, certificate valid until " + end, "");
    }

    private KafkaHello.Answer hello(InetSocketAddress address) throws IOException {
        try (Socket socket = connect(address)) {
            return KafkaHello.exchange(socket);
        }
    }

    /** Whether a server that says nothing to Kafka says anything to TLS. */
    private boolean speaksTls(InetSocketAddress address) {
        ChainWitness witness = new ChainWitness();
        try (Socket plain = connect(address);
                SSLSocket socket = tls(plain, address, witness)) {
            socket.startHandshake();
            return true;
        } catch (IOException | StampedeException e) {
            return witness.shown().isPresent();
        }
    }

    private Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSoTimeout(patienceMillis);
            InetAddress host = InetAddress.getByName(address.getHostString());
            socket.connect(new InetSocketAddress(host, address.getPort()), patienceMillis);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private SSLSocket tls(Socket plain, InetSocketAddress address, ChainWitness witness)
            throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        new TlsMaterial(settings.ssl())
                                .context(witness)
                                .getSocketFactory()
                                .createSocket(
                                        plain, address.getHostString(), address.getPort(), true);
        if (settings.checksName()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        return socket;
    }

    private static BrokerVerdict tlsPort(InetSocketAddress address) {
        return verdict(
                Kind.OTHER_PROTOCOL,
                address,
                "expected plaintext, found a port that speaks TLS",
                "set kafka.security.protocol=SSL (or SASL_SSL) and kafka.ssl.truststore.*, or use"
                        + " the broker's plaintext port");
    }

    private static BrokerVerdict notKafka(InetSocketAddress address) {
        return verdict(
                Kind.NOT_KAFKA,
                address,
                "expected a Kafka broker, found another kind of server",
                "correct host and port in kafka.bootstrap.servers");
    }

    private static BrokerVerdict mute(InetSocketAddress address, KafkaHello.Answer answer) {
        return verdict(
                Kind.UNREACHABLE,
                address,
                "a connection is accepted and then "
                        + (answer == KafkaHello.Answer.CLOSED ? "closed" : "nothing is said"),
                "check the broker's log and whatever stands between, such as a firewall or proxy");
    }

    private static BrokerVerdict unreachable(InetSocketAddress address, IOException error) {
        return verdict(
                Kind.UNREACHABLE,
                address,
                "no connection: " + error.getMessage(),
                "start the broker, correct kafka.bootstrap.servers, or open the way to its port");
    }

    private static BrokerVerdict verdict(
            Kind kind, InetSocketAddress address, String found, String fix) {
        return new BrokerVerdict(kind, name(address), found, fix);
    }

    private static String name(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }
}
