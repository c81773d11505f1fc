package io.stampede.agent.export;

import static java.util.Objects.requireNonNull;

import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Partition;
import io.stampede.core.data.Sampling;
import java.util.Arrays;

/**
 * The private pictures that an export looks at.
 *
 * @param calibration to find the ranges of int8 with: pictures that were trained on
 * @param check to compare engines on: what was held out first, then what was trained on
 */
public record ExportPictures(ImageDataset calibration, ImageDataset check) {
    private static final int MOST = 256;

    /** Checks the components. */
    public ExportPictures {
        requireNonNull(calibration, "calibration is null");
        requireNonNull(check, "check is null");
    }

    /** Chooses from what an adaptation saw, holding out the same pictures as it did. */
    public static ExportPictures of(ImageDataset data, AdaptationConfig config) {
        Partition partition = Sampling.holdOut(data, config.validationFraction(), config.seed());
        ImageDataset training = data.select(partition.training());
        int[] chosen = Sampling.balanced(training, Math.min(MOST, training.size()), config.seed());
        int[] heldOut = partition.heldOut();
        int[] check = Arrays.copyOf(heldOut, Math.min(MOST, heldOut.length + chosen.length));
        for (int i = heldOut.length; i < check.length; i++) {
            check[i] = partition.training()[chosen[i - heldOut.length]];
        }
        return new ExportPictures(training.select(chosen), data.select(check));
    }
}
