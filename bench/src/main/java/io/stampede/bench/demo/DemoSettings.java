package io.stampede.bench.demo;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.Cost;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.prune.Budget;
import io.stampede.core.train.MetaTrainingConfig;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a demo is asked to do.
 *
 * @param reference what phi is trained on
 * @param target the device's data; its test split judges every method
 * @param targetSize number of private pictures
 * @param preset settings of meta-training
 * @param epochs passes over the private pictures, the same for every method
 * @param reduction factor by which the device's multiply-adds must shrink
 * @param seed decides every random choice
 */
public record DemoSettings(
        SourceSpec reference,
        SourceSpec target,
        int targetSize,
        String preset,
        int epochs,
        double reduction,
        long seed) {
    /** Most parameters that the device has room for, in percent of the full network's. */
    public static final int MAX_PARAMETERS_PERCENT = 10;

    private static final double MAX_REDUCTION = 100;

    /** Checks the components. */
    public DemoSettings {
        requireNonNull(reference, "reference is null");
        requireNonNull(target, "target is null");
        MetaTrainingConfig.preset(requireNonNull(preset, "preset is null"));
        require(targetSize >= 1, "a target size of at least 1", targetSize);
        require(epochs >= 1, "at least 1 epoch", epochs);
        require(
                reduction >= 1 && reduction <= MAX_REDUCTION,
                "a reduction from 1 to 100",
                reduction);
    }

    /** Settings of meta-training, as the server makes them of what it is sent. */
    public MetaTrainingConfig metaTraining() {
        return MetaTrainingConfig.preset(preset).withSeed(seed);
    }

    /** The unpruned network with the target's head. */
    public NetworkSpec full(int classes) {
        MetaTrainingConfig config = metaTraining();
        return Architectures.of(config.architecture(), config.width(), classes);
    }

    /** How the device adapts, within a share of the full network's cost. */
    public AdaptationConfig adaptation(Cost full) {
        Budget budget =
                Budget.UNLIMITED
                        .withMaxParameters(full.parameters() * MAX_PARAMETERS_PERCENT / 100)
                        .withMaxMultiplyAdds((long) (full.multiplyAdds() / reduction));
        return AdaptationConfig.DEFAULT
                .withBudget(budget)
                .withSteps(AdaptationConfig.DEFAULT.pruningSteps(), epochs)
                .withSeed(seed);
    }

    /** Every setting by name, for the report. */
    public Map<String, Object> describe() {
        return new TreeMap<>(
                Map.of(
                        "reference", reference.toString(),
                        "target", target.toString(),
                        "target_size", targetSize,
                        "preset", preset,
                        "epochs", epochs,
                        "max_multiply_adds_reduction", reduction,
                        "max_parameters_percent", MAX_PARAMETERS_PERCENT,
                        "seed", seed));
    }

    private static void require(boolean condition, String expectation, Object found) {
        if (!condition) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the demo expects " + expectation + ", found " + found);
        }
    }
}
