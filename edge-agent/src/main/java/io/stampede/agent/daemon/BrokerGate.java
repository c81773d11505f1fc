package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.doctor.BrokerProbe;
import io.stampede.agent.doctor.BrokerSettings;
import io.stampede.agent.doctor.BrokerVerdict;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before every Kafka client: none is built for a port that does not speak its protocol,
 * because it would allocate hundreds of megabytes there.
 *
 * <p>A broker that cannot be reached, or whose certificate is not accepted, keeps no device from
 * starting: what it serves it serves without a broker, and time may cure it.
 */
final class BrokerGate implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerGate.class);
    private static final long PAUSE_SECONDS = 5;

    private final BrokerProbe probe;
    private final CountDownLatch stop = new CountDownLatch(1);

    /**
     * Creates a gate.
     *
     * @param kafka Kafka's own keys
     */
    BrokerGate(Map<String, ?> kafka) {
        Map<String, String> keys =
                requireNonNull(kafka, "kafka is null").entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        entry -> String.valueOf(entry.getValue())));
        probe = new BrokerProbe(BrokerSettings.of(keys), Clock.systemUTC(), BrokerProbe.PATIENCE);
    }

    /**
     * Returns where Kafka clients may be built.
     *
     * @return whether a broker was reached
     * @throws StampedeException with {@link ErrorCode#TRANSPORT_FAILED} where one must not
     */
    boolean pass() {
        List<BrokerVerdict> verdicts = probe.look();
        for (BrokerVerdict verdict : verdicts) {
            if (verdict.isDangerous()) {
                throw new StampedeException(
                        ErrorCode.TRANSPORT_FAILED,
                        "the broker at %s: %s".formatted(verdict.address(), verdict.message()));
            }
            if (verdict.kind() != BrokerVerdict.Kind.FINE) {
                LOG.atWarn()
                        .addKeyValue("address", verdict.address())
                        .addKeyValue("code", ErrorCode.TRANSPORT_FAILED)
                        .addKeyValue("error", verdict.message())
                        .log("The broker cannot be used for now");
            }
        }
        return verdicts.stream().anyMatch(each -> each.kind() == BrokerVerdict.Kind.FINE);
    }

    /** Looks again and again, on a thread of its own, until a broker was reached once. */
    void watch(Consumer<Throwable> failureListener) {
        Thread thread = new Thread(() -> untilReached(failureListener), "broker-gate");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        stop.countDown();
    }

    private void untilReached(Consumer<Throwable> failureListener) {
        try {
            while (!pass() && !stop.await(PAUSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.atDebug().log("Looking for the broker again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            failureListener.accept(e);
        }
    }
}
