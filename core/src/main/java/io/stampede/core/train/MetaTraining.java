package io.stampede.core.train;

import io.stampede.core.data.ImageDataset;
import java.nio.file.Path;

/** Makes phi out of a reference dataset: pretraining, then Algorithm 1, then one sealed file. */
public final class MetaTraining {
    private MetaTraining() {}

    /**
     * Runs to the end, or goes on from the checkpoints that an interrupted run left in the same
     * directory; the result is bit-identical either way.
     *
     * <p>Runs on the calling thread; the engine allows one training thread per JVM.
     *
     * @param directory receives checkpoints on the way and {@code phi.safetensors} at the end
     * @throws io.stampede.core.StampedeException {@code CANCELLED}, {@code TRAINING_DIVERGED},
     *     {@code DATA_UNSUITABLE}, {@code STORAGE_FAILED}
     */
    public static MetaTrainingResult run(
            MetaTrainingConfig config, ImageDataset reference, Path directory, RunControl control) {
        throw new IllegalStateException("under construction");
    }
}
