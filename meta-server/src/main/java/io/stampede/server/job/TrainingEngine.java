package io.stampede.server.job;

import io.stampede.core.data.ImageDataset;
import io.stampede.core.train.MetaTrainingConfig;
import io.stampede.core.train.MetaTrainingResult;
import io.stampede.core.train.RunControl;
import java.nio.file.Path;

/** What trains: {@code MetaTraining.run}, or a fake in tests. Called by one thread at a time. */
@FunctionalInterface
public interface TrainingEngine {
    /**
     * Trains to the end, or goes on from what the directory holds.
     *
     * @throws io.stampede.core.StampedeException as {@code MetaTraining.run}
     */
    MetaTrainingResult train(
            MetaTrainingConfig config, ImageDataset reference, Path directory, RunControl control);
}
