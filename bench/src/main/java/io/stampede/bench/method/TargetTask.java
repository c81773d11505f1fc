package io.stampede.bench.method;

import static java.util.Objects.requireNonNull;

import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.train.FineTuningConfig;

/**
 * What every method of one comparison is given.
 *
 * @param training the private pictures to learn from, without what was held out
 * @param test what accuracy is measured on, once per run, at its end: the target's test split, or a
 *     validation split cut from its training pictures while settings are chosen
 * @param normalization of the reference, as the device uses it
 * @param full the unpruned network with the target's head
 * @param adaptation budget, set size, K and the training that all methods share, its seed included
 * @param maxMultiplyAdds what methods that prune to a cost may spend: STAMP's multiply-adds
 * @param reference what the reference dataset left for the methods that start from it
 */
public record TargetTask(
        ImageDataset training,
        ImageDataset test,
        Normalization normalization,
        NetworkSpec full,
        AdaptationConfig adaptation,
        long maxMultiplyAdds,
        Reference reference) {
    /** Checks the components. */
    public TargetTask {
        requireNonNull(training, "training is null");
        requireNonNull(test, "test is null");
        requireNonNull(normalization, "normalization is null");
        requireNonNull(full, "full is null");
        requireNonNull(adaptation, "adaptation is null");
        requireNonNull(reference, "reference is null");
    }

    /** How networks are trained on the target, seed included. */
    public FineTuningConfig fineTuning() {
        return adaptation.fineTuning();
    }

    /** Decides every random choice of a method. */
    public long seed() {
        return fineTuning().seed();
    }

    /** Exact cost of the full network. */
    public Cost fullCost() {
        return cost(full);
    }

    /** Exact cost of a network of this task. */
    public Cost cost(NetworkSpec network) {
        return costs().of(network);
    }

    /** Counts costs, training memory with the batch of this task. */
    public CostModel costs() {
        return new CostModel(fineTuning().batchSize(), 1);
    }
}
