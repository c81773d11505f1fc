package io.stampede.core.train;

import io.stampede.core.StampedeException;
import io.stampede.core.nn.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a fine-tuning has done on disk, so that a device which loses power goes on instead of
 * beginning anew; the result is the same to the last bit.
 *
 * <p>Only a convenience: a checkpoint that is damaged, of another run, or cannot be written is
 * logged and does without.
 */
public final class FineTuningCheckpoint {
    private static final Logger LOG = LoggerFactory.getLogger(FineTuningCheckpoint.class);

    private final Path file;
    private final Checkpoint checkpoint;
    private final long interval;
    private final LongSupplier nanoTime;
    private long lastSaved;

    /**
     * A checkpoint at a place.
     *
     * @param run everything that the result depends on: model, data, settings, channels
     * @param interval least time between two checkpoints
     * @param nanoTime the clock, in nanoseconds
     */
    public FineTuningCheckpoint(Path file, String run, Duration interval, LongSupplier nanoTime) {
        this.file = file;
        this.checkpoint = new Checkpoint(file, run);
        this.interval = interval.toNanos();
        this.nanoTime = nanoTime;
        this.lastSaved = nanoTime.getAsLong();
    }

    /** Removes it, once the result is safe. */
    public void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.atWarn().setCause(e).addKeyValue("file", file).log("Left an old checkpoint behind");
        }
    }

    /** Restores what there is; returns the steps done. */
    long restore(Map<String, Parameters> state) {
        try {
            long step = checkpoint.restore(state).orElse(0L);
            if (step > 0) {
                LOG.atInfo().addKeyValue("step", step).log("Fine-tuning goes on");
            }
            return step;
        } catch (StampedeException | IllegalArgumentException e) {
            LOG.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("Fine-tuning begins anew, its checkpoint is of no use");
            return 0;
        }
    }

    /** Saves if it is time to. */
    void saveIfDue(long step, Map<String, Parameters> state) {
        if (nanoTime.getAsLong() - lastSaved >= interval) {
            save(step, state);
        }
    }

    void save(long step, Map<String, Parameters> state) {
        try {
            checkpoint.save(step, state);
        } catch (StampedeException e) {
            LOG.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("Fine-tuning goes on without a checkpoint");
        }
        lastSaved = nanoTime.getAsLong();
    }
}
