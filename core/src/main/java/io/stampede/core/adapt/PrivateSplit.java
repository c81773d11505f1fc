package io.stampede.core.adapt;

import io.stampede.core.data.DatasetCheck;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Partition;
import io.stampede.core.data.Sampling;
import java.util.stream.IntStream;

/** The device's private pictures, cut for one adaptation. */
final class PrivateSplit {
    private final ImageDataset training;
    private final ImageDataset heldOut;
    private final ImageDataset setSource;
    private final int[] set;

    private PrivateSplit(
            ImageDataset training, ImageDataset heldOut, ImageDataset setSource, int[] set) {
        this.training = training;
        this.heldOut = heldOut;
        this.setSource = setSource;
        this.set = set;
    }

    /** Checks the pictures and cuts them, the same way for the same seed. */
    static PrivateSplit of(ImageDataset data, AdaptationConfig config) {
        DatasetCheck.requireTrainable(data);
        Partition partition = partition(data, config);
        ImageDataset training = data.select(partition.training());
        int count = Math.min(config.setSize(), training.size());
        return new PrivateSplit(
                training,
                data.select(partition.heldOut()),
                training,
                Sampling.balanced(training, count, config.seed()));
    }

    /** As {@link #of(ImageDataset, AdaptationConfig)}, with the set that a request may name. */
    static PrivateSplit of(AdaptationRequest request) {
        PrivateSplit own = of(request.data(), request.config());
        return request.set()
                .map(
                        other ->
                                new PrivateSplit(
                                        own.training,
                                        own.heldOut,
                                        other,
                                        IntStream.range(0, other.size()).toArray()))
                .orElse(own);
    }

    private static Partition partition(ImageDataset data, AdaptationConfig config) {
        return config.validationFraction() == 0
                ? new Partition(IntStream.range(0, data.size()).toArray(), new int[0])
                : Sampling.holdOut(data, config.validationFraction(), config.seed());
    }

    /** What gradients see. */
    ImageDataset training() {
        return training;
    }

    /** What accuracy is measured on; may be empty. */
    ImageDataset heldOut() {
        return heldOut;
    }

    /** Where the pictures that the set encoder sees come from. */
    ImageDataset setSource() {
        return setSource;
    }

    /** Indices into {@link #setSource()} that the set encoder sees. */
    int[] set() {
        return set.clone();
    }
}
