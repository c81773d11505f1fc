package io.stampede.bench.demo;

import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.data.DatasetCheck;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.ImageSource;
import io.stampede.core.data.ImageSources;
import io.stampede.core.data.Sampling;
import io.stampede.core.data.Split;

/**
 * The target's pictures, cut as the device cuts them.
 *
 * @param chosen the private pictures
 * @param test what judges
 */
record TargetPictures(ImageDataset chosen, ImageDataset test) {
    /** Reads both splits and chooses, by the same rule and seed as {@code agent --data-size}. */
    static TargetPictures load(DemoSettings settings) {
        ImageSource source = ImageSources.open(settings.target());
        ImageDataset all = source.load(Split.TRAIN);
        ImageDataset chosen =
                all.select(Sampling.balanced(all, settings.targetSize(), settings.seed()));
        return new TargetPictures(DatasetCheck.requireTrainable(chosen), source.load(Split.TEST));
    }

    /** What the device trains on: the others are held out, so no method gets them. */
    ImageDataset training(AdaptationConfig config) {
        return chosen.select(
                Sampling.holdOut(chosen, config.validationFraction(), config.seed()).training());
    }
}
