package io.stampede.core.adapt;

import io.stampede.core.data.ImageDataset;
import io.stampede.core.network.Cost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the mask generator decides for a set of pictures, before any budget.
 *
 * @param setRepresentation o_0, {@code [3072]}
 * @param expectedMask gate to E[m] per channel
 * @param kept gate to ascending indices with E[m] of at least 0.001, never empty
 * @param kl KL divergence of all gates, unweighted
 * @param cost of the network that is kept
 */
public record MaskPreview(
        List<Float> setRepresentation,
        Map<String, List<Float>> expectedMask,
        Map<String, List<Integer>> kept,
        double kl,
        Cost cost) {

    /** Computes it with the first {@code setSize} pictures in their order. */
    public static MaskPreview of(Path model, ImageDataset data, int setSize) {
        throw new IllegalStateException("under construction");
    }
}
