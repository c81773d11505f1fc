package io.stampede.agent.testkit;

import io.stampede.agent.serve.Predictor;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Is three quarters sure of the second of two classes, which it names after what it sees. */
public final class FixedPredictor implements Predictor {
    /** The directory of a model that fails. */
    public static final Path BROKEN = Path.of("broken");

    private final String name;
    private final CountDownLatch held = new CountDownLatch(1);
    private volatile Optional<CountDownLatch> hold = Optional.empty();
    private volatile boolean closed;
    private volatile String seen = "";

    /** A predictor that names itself in its labels. */
    public FixedPredictor(String name) {
        this.name = name;
    }

    /** Lets the next request wait until the latch is opened. */
    public CountDownLatch holdNext() {
        CountDownLatch latch = new CountDownLatch(1);
        hold = Optional.of(latch);
        return latch;
    }

    /** Waits until a request waits. */
    public boolean awaitHeld() throws InterruptedException {
        return held.await(30, TimeUnit.SECONDS);
    }

    /** Whether it was closed. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public String engine() {
        return "fake/float32";
    }

    @Override
    public List<String> labels() {
        return List.of("other", seen + " of " + name);
    }

    @Override
    public float[][] logits(ImageDataset pictures) {
        if (closed || name.equals(BROKEN.toString())) {
            throw new StampedeException(ErrorCode.ENGINE_FAILED, "broken or closed");
        }
        hold.ifPresent(
                latch -> {
                    held.countDown();
                    await(latch);
                });
        seen = Integer.toString(pictures.value(0, 0));
        float[][] logits = new float[pictures.size()][];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = new float[] {0, (float) Math.log(3)};
        }
        return logits;
    }

    @Override
    public float[][] probabilities(ImageDataset pictures) {
        float[][] rows = logits(pictures);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[] {0.25f, 0.75f};
        }
        return rows;
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let the request go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
