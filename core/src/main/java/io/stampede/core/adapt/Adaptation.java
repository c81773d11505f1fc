package io.stampede.core.adapt;

import io.stampede.core.data.ImageDataset;
import io.stampede.core.train.RunControl;
import java.nio.file.Path;

/** Turns phi into a device's own network: encode, mask, slice, fine-tune, evaluate. */
public final class Adaptation {
    private Adaptation() {}

    /**
     * Runs one adaptation on the calling thread.
     *
     * @param model the phi file
     * @param data private pictures; they are read here and go nowhere else
     * @param directory receives {@code subnetwork.safetensors}, written aside and renamed
     * @throws io.stampede.core.StampedeException {@code BUDGET_INFEASIBLE}, {@code MODEL_CORRUPT},
     *     {@code DATA_UNSUITABLE}, {@code CANCELLED}, {@code TRAINING_DIVERGED}
     */
    public static AdaptationResult run(
            Path model,
            ImageDataset data,
            AdaptationConfig config,
            Path directory,
            RunControl control) {
        throw new IllegalStateException("under construction");
    }
}
