package io.stampede.bench.method;

import static java.util.Objects.requireNonNull;

import io.stampede.core.data.ImageDataset;
import io.stampede.core.model.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the reference dataset left for methods that start from it.
 *
 * @param pretrained the {@code W.*} of the reference network before meta-training
 * @param phi file of the meta-model
 * @param pictures the reference dataset's training split, loaded when first asked for
 * @param otherSet pictures of another target, for the encoder that is shown a wrong set
 * @param cache directory in which a method may keep what it learned from the reference alone, for
 *     its next runs; what lies there carries the settings that it was made with
 */
public record Reference(
        Map<String, Tensor> pretrained,
        Path phi,
        Supplier<ImageDataset> pictures,
        Supplier<ImageDataset> otherSet,
        Path cache) {
    /** Checks the components. */
    public Reference {
        pretrained = Map.copyOf(pretrained);
        requireNonNull(phi, "phi is null");
        requireNonNull(pictures, "pictures is null");
        requireNonNull(otherSet, "otherSet is null");
        requireNonNull(cache, "cache is null");
    }
}
