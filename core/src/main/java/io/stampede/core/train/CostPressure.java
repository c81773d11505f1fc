package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Numbers;
import io.stampede.core.prune.Budget;
import java.util.function.BiFunction;

/**
 * Presses gates towards a budget: {@code sum of mu relu(E[C] / kappa - 1)} over its limits, with
 * dual ascent on each mu (algorithms.md 7.3).
 *
 * <p>Never enough by itself: a solver cuts exactly afterwards. Limits on memory and latency press
 * through parameters and multiply-adds only where those are limited too.
 */
final class CostPressure {
    private static final double ASCENT = 0.5;

    private final Budget budget;
    private final double ascent;
    private double parameters;
    private double multiplyAdds;

    /**
     * No pressure yet.
     *
     * @param lossesPerStep how often {@link #on} is called in a step, which shares the ascent
     */
    CostPressure(Budget budget, int lossesPerStep) {
        this.budget = budget;
        this.ascent = ASCENT / lossesPerStep;
    }

    /** Whether there is anything to press on. */
    boolean isActive() {
        return budget.maxParameters().isPresent() || budget.maxMultiplyAdds().isPresent();
    }

    /**
     * Adds the pressure to a loss and raises or lowers it for the next step.
     *
     * @param expected E[m] of all channels, {@code [c]}
     */
    NDArray on(NDArray loss, NetworkSpec spec, NDArray expected) {
        ExpectedCost cost = new ExpectedCost(spec);
        NDArray pressed = loss;
        if (budget.maxParameters().isPresent()) {
            double limit = budget.maxParameters().getAsLong();
            NDArray excess = excess(cost::parameters, expected, limit);
            parameters = ascended(parameters, excess);
            pressed = pressed.add(pressure(excess, parameters));
        }
        if (budget.maxMultiplyAdds().isPresent()) {
            double limit = budget.maxMultiplyAdds().getAsLong();
            NDArray excess = excess(cost::multiplyAdds, expected, limit);
            multiplyAdds = ascended(multiplyAdds, excess);
            pressed = pressed.add(pressure(excess, multiplyAdds));
        }
        return pressed;
    }

    private static NDArray excess(
            BiFunction<NDArray, Double, NDArray> cost, NDArray expected, double limit) {
        return cost.apply(expected, limit).sub(1);
    }

    private static NDArray pressure(NDArray excess, double multiplier) {
        return Numbers.times(excess.getNDArrayInternal().relu(), multiplier);
    }

    private double ascended(double multiplier, NDArray excess) {
        return Math.max(0, multiplier + ascent * excess.stopGradient().getFloat());
    }
}
