package io.stampede.bench.method;

import static java.util.Objects.requireNonNull;

import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.train.FineTuningConfig;
import java.util.Map;

/**
 * What every method of one comparison is given.
 *
 * @param training the private pictures to learn from, without what the device held out
 * @param test the target's test split; a method looks at it once
 * @param normalization of the reference, as the device uses it
 * @param full the unpruned network with the target's head
 * @param fineTuning settings of training, its seed included
 * @param pretrained the {@code W.*} of the reference network before meta-training
 * @param maxMultiplyAdds what methods that prune to a cost may spend: STAMP's multiply-adds
 */
public record TargetTask(
        ImageDataset training,
        ImageDataset test,
        Normalization normalization,
        NetworkSpec full,
        FineTuningConfig fineTuning,
        Map<String, Tensor> pretrained,
        long maxMultiplyAdds) {
    /** Checks the components. */
    public TargetTask {
        requireNonNull(training, "training is null");
        requireNonNull(test, "test is null");
        requireNonNull(normalization, "normalization is null");
        requireNonNull(full, "full is null");
        requireNonNull(fineTuning, "fineTuning is null");
        pretrained = Map.copyOf(pretrained);
    }

    /** Exact cost of the full network. */
    public Cost fullCost() {
        return cost(full);
    }

    /** Exact cost of a network of this task. */
    public Cost cost(NetworkSpec network) {
        return new CostModel(fineTuning.batchSize(), 1).of(network);
    }
}
