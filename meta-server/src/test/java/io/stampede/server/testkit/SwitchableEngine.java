package io.stampede.server.testkit;

import io.stampede.core.data.ImageDataset;
import io.stampede.core.train.MetaTrainingConfig;
import io.stampede.core.train.MetaTrainingResult;
import io.stampede.core.train.RunControl;
import io.stampede.server.job.TrainingEngine;
import java.nio.file.Path;

/** An engine that each test can replace, since the server under test lives longer than a test. */
public final class SwitchableEngine implements TrainingEngine {
    private volatile FakeEngine engine = new FakeEngine(false);

    /** Later jobs are trained by a fresh engine, which the test may hold back. */
    public FakeEngine use(FakeEngine other) {
        engine = other;
        return other;
    }

    @Override
    public MetaTrainingResult train(
            MetaTrainingConfig config, ImageDataset reference, Path directory, RunControl control) {
        return engine.train(config, reference, directory, control);
    }
}
