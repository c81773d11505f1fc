package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands manifests in; one that the disk has no room for is handed in again until there is, because
 * a record that is refused would end the channel.
 *
 * <p>Safe for many threads; the calling thread waits.
 */
public final class PatientIntake implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PatientIntake.class);

    private final Consumer<byte[]> intake;
    private final Duration pause;
    private final CountDownLatch stop = new CountDownLatch(1);

    /**
     * Creates an intake.
     *
     * @param intake takes a manifest or throws
     * @param pause between two tries
     */
    PatientIntake(Consumer<byte[]> intake, Duration pause) {
        this.intake = requireNonNull(intake, "intake is null");
        this.pause = requireNonNull(pause, "pause is null");
    }

    /**
     * Handles one manifest; when this returns, the record may be acknowledged.
     *
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED} where the agent stops
     *     meanwhile: the record must then be delivered again
     */
    void accept(byte[] value) {
        while (true) {
            try {
                intake.accept(value);
                return;
            } catch (StampedeException e) {
                if (e.code() != ErrorCode.STORAGE_FAILED || isStopped()) {
                    throw e;
                }
                LOG.atWarn()
                        .addKeyValue("error", e.getMessage())
                        .log("The disk failed; the manifest is handed in again");
            }
        }
    }

    @Override
    public void close() {
        stop.countDown();
    }

    private boolean isStopped() {
        try {
            return stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
