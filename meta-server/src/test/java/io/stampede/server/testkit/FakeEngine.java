package io.stampede.server.testkit;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.train.MetaTrainingConfig;
import io.stampede.core.train.MetaTrainingResult;
import io.stampede.core.train.Phase;
import io.stampede.core.train.Progress;
import io.stampede.core.train.RunControl;
import io.stampede.server.job.TrainingEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * An engine that "trains" a phi of pseudo-random numbers in a few steps. Before the last step it
 * waits for {@link #finish()} where told to.
 */
public final class FakeEngine implements TrainingEngine {
    private static final int STEPS = 4;

    /** Directories in which it was asked to train, in order. */
    public final List<Path> directories = new ArrayList<>();

    private final CountDownLatch mayFinish;

    /** An engine that runs through, or waits. */
    public FakeEngine(boolean waits) {
        this.mayFinish = new CountDownLatch(waits ? 1 : 0);
    }

    /** Lets waiting and later runs end. */
    public void finish() {
        mayFinish.countDown();
    }

    @Override
    public MetaTrainingResult train(
            MetaTrainingConfig config, ImageDataset reference, Path directory, RunControl control) {
        synchronized (directories) {
            directories.add(directory);
        }
        for (int step = 1; step < STEPS; step++) {
            report(control, step);
        }
        Waiting.until(
                "the engine may finish",
                () -> {
                    control.checkCancelled();
                    return mayFinish.getCount() == 0;
                });
        report(control, STEPS);
        return new MetaTrainingResult(write(directory, config.seed()), 0.5, 0.75, 1);
    }

    /** How often it was asked to train. */
    public int runs() {
        synchronized (directories) {
            return directories.size();
        }
    }

    private static void report(RunControl control, int step) {
        control.checkCancelled();
        control.listener()
                .accept(new Progress(Phase.META_TRAIN, step, STEPS, 1.0 / step, Double.NaN, 100));
    }

    private static Path write(Path directory, long seed) {
        try {
            Files.createDirectories(directory);
            return SmallPhi.write(directory.resolve("phi.safetensors"), seed);
        } catch (IOException e) {
            throw new StampedeException(ErrorCode.STORAGE_FAILED, "test directory", e);
        }
    }
}
