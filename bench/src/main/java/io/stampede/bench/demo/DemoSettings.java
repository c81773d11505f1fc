package io.stampede.bench.demo;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.network.Cost;
import io.stampede.core.prune.Budget;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What a demo is asked to do.
 *
 * @param phi where phi comes from
 * @param target the device's data; its test split judges every method
 * @param targetSize number of private pictures; empty for {@link #USUAL_TARGET_SIZE}, or all of a
 *     target that has fewer
 * @param epochs passes over the private pictures, the same for every method
 * @param reduction factor by which the device's multiply-adds must shrink
 * @param seed decides every random choice
 */
public record DemoSettings(
        PhiSource phi,
        SourceSpec target,
        OptionalInt targetSize,
        int epochs,
        double reduction,
        long seed) {
    /** Most parameters that the device has room for, in percent of the full network's. */
    public static final int MAX_PARAMETERS_PERCENT = 10;

    /** Private pictures where nobody says how many. */
    public static final int USUAL_TARGET_SIZE = 1000;

    private static final double MAX_REDUCTION = 100;

    /** Checks the components. */
    public DemoSettings {
        requireNonNull(phi, "phi is null");
        requireNonNull(target, "target is null");
        int size = targetSize.orElse(USUAL_TARGET_SIZE);
        require(size >= 1, "a target size of at least 1", size);
        require(epochs >= 1, "at least 1 epoch", epochs);
        require(
                reduction >= 1 && reduction <= MAX_REDUCTION,
                "a reduction from 1 to 100",
                reduction);
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
        Map<String, Object> settings = new TreeMap<>(phi.describe());
        settings.put("target", target.toString());
        settings.put("epochs", epochs);
        settings.put("max_multiply_adds_reduction", reduction);
        settings.put("max_parameters_percent", MAX_PARAMETERS_PERCENT);
        settings.put("seed", seed);
        return settings;
    }

    private static void require(boolean condition, String expectation, Object found) {
        if (!condition) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the demo expects " + expectation + ", found " + found);
        }
    }
}
