package io.stampede.core.prune;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Cost;
import io.stampede.core.network.NetworkSpec;

/**
 * Refuses a budget that no subnetwork satisfies, with the smallest one that would do.
 *
 * <p>Its code is {@code BUDGET_INFEASIBLE}.
 */
public final class InfeasibleBudgetException extends StampedeException {
    private static final long serialVersionUID = 1L;

    private final transient Budget smallest;

    /**
     * Refuses a budget.
     *
     * @param smallest what one channel in each group costs, for every limit that is known
     * @param batch mini-batch that its training memory is for
     */
    InfeasibleBudgetException(NetworkSpec full, Budget found, Budget smallest, int batch) {
        super(
                ErrorCode.BUDGET_INFEASIBLE,
                "expected a budget of at least %s (%s at width %s, one channel per group, batch %d), found %s; raise it"
                        .formatted(
                                amounts(smallest),
                                full.architecture().id(),
                                full.width(),
                                batch,
                                found));
        this.smallest = smallest;
    }

    /** The smallest budget that would do, each limit taken by itself. */
    public Budget smallest() {
        return smallest;
    }

    static Budget budget(Cost cost) {
        return Budget.UNLIMITED
                .withMaxParameters(cost.parameters())
                .withMaxMultiplyAdds(cost.multiplyAdds())
                .withMaxTrainingBytes(cost.trainingBytes());
    }

    private static String amounts(Budget budget) {
        String amounts =
                "%d parameters, %d multiply-adds and %d training bytes"
                        .formatted(
                                budget.maxParameters().orElse(0),
                                budget.maxMultiplyAdds().orElse(0),
                                budget.maxTrainingBytes().orElse(0));
        return budget.maxLatencyMillis().isPresent()
                ? amounts
                        + " and %s milliseconds".formatted(budget.maxLatencyMillis().getAsDouble())
                : amounts;
    }
}
