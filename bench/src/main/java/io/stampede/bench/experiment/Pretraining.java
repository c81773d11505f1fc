package io.stampede.bench.experiment;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.train.MetaTraining;
import io.stampede.core.train.MetaTrainingConfig;
import io.stampede.core.train.Phase;
import io.stampede.core.train.PretrainedWeights;
import io.stampede.core.train.Progress;
import io.stampede.core.train.RunControl;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** The first half of meta-training alone, which is stopped where pretraining ends. */
public final class Pretraining {
    private Pretraining() {}

    /**
     * Trains W on all classes of the reference, or goes on where an interrupted run stopped.
     *
     * @param directory receives {@value PretrainedWeights#FILE}
     * @throws StampedeException as {@link MetaTraining#run}
     */
    public static void run(
            MetaTrainingConfig config, ImageDataset reference, Path directory, RunControl control) {
        AtomicBoolean done = new AtomicBoolean();
        RunControl both =
                new RunControl(
                        progress -> {
                            done.compareAndSet(false, isThrough(progress));
                            control.listener().accept(progress);
                        },
                        () -> done.get() || control.cancelled().getAsBoolean());
        try {
            MetaTraining.run(config, reference, directory, both);
        } catch (StampedeException e) {
            if (e.code() != ErrorCode.CANCELLED || !done.get()) {
                throw e;
            }
        }
    }

    private static boolean isThrough(Progress progress) {
        return progress.phase() != Phase.PRETRAIN || progress.step() == progress.steps();
    }
}
