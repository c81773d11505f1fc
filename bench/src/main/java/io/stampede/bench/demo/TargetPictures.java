package io.stampede.bench.demo;

import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.data.DatasetCheck;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.ImageSource;
import io.stampede.core.data.ImageSources;
import io.stampede.core.data.Sampling;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.data.Split;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The target's pictures, cut as the device cuts them.
 *
 * @param chosen the private pictures
 * @param test what judges
 * @param cut how the test split was cut from a folder that has none
 */
record TargetPictures(ImageDataset chosen, ImageDataset test, Optional<CutFolder> cut) {
    /** Reads both splits and chooses, by the same rule and seed as {@code agent --data-size}. */
    static TargetPictures load(DemoSettings settings) {
        if (CutFolder.isNeeded(settings.target())) {
            CutFolder cut = CutFolder.read(settings.target(), settings.seed());
            return new TargetPictures(
                    choose(cut.training(), settings), cut.test(), Optional.of(cut));
        }
        ImageSource source = ImageSources.open(settings.target());
        ImageDataset training = source.load(Split.TRAIN);
        ImageDataset test = source.load(Split.TEST);
        DatasetCheck.requireOther(settings.target(), training, test, "name the directory of both");
        return new TargetPictures(choose(training, settings), test, Optional.empty());
    }

    private static ImageDataset choose(ImageDataset all, DemoSettings settings) {
        int size =
                settings.targetSize().orElse(Math.min(DemoSettings.USUAL_TARGET_SIZE, all.size()));
        return DatasetCheck.requireTrainable(
                all.select(Sampling.balanced(all, size, settings.seed())));
    }

    /** What the device trains on: the others are held out, so no method gets them. */
    ImageDataset training(AdaptationConfig config) {
        return chosen.select(
                Sampling.holdOut(chosen, config.validationFraction(), config.seed()).training());
    }

    /** The source that the device is told, without the pictures that judge. */
    SourceSpec forDevice(SourceSpec target, Path directory) {
        return cut.map(folder -> folder.lay(directory)).orElse(target);
    }
}
