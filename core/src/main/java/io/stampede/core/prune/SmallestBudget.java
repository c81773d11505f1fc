package io.stampede.core.prune;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Cost;
import io.stampede.core.network.NetworkSpec;
import java.util.OptionalDouble;

/**
 * The smallest budget that any subnetwork satisfies: one channel in each group, each limit taken by
 * itself. It is the detail of every exception with {@code BUDGET_INFEASIBLE}.
 *
 * @param budget with every limit that is known
 */
public record SmallestBudget(Budget budget) {
    /** Checks the component. */
    public SmallestBudget {
        requireNonNull(budget, "budget is null");
    }

    static SmallestBudget of(Cost cost, OptionalDouble millis) {
        Budget budget =
                Budget.UNLIMITED
                        .withMaxParameters(cost.parameters())
                        .withMaxMultiplyAdds(cost.multiplyAdds())
                        .withMaxTrainingBytes(cost.trainingBytes());
        return new SmallestBudget(
                millis.isPresent() ? budget.withMaxLatencyMillis(millis.getAsDouble()) : budget);
    }

    /**
     * The refusal of a smaller budget.
     *
     * @param batch mini-batch that the training memory is for
     */
    StampedeException refusal(NetworkSpec full, Budget found, int batch) {
        String amounts =
                "%d parameters, %d multiply-adds and %d training bytes"
                        .formatted(
                                budget.maxParameters().orElse(0),
                                budget.maxMultiplyAdds().orElse(0),
                                budget.maxTrainingBytes().orElse(0));
        if (budget.maxLatencyMillis().isPresent()) {
            amounts += " and %s milliseconds".formatted(budget.maxLatencyMillis().getAsDouble());
        }
        return new StampedeException(
                        ErrorCode.BUDGET_INFEASIBLE,
                        ("expected a budget of at least %s (%s at width %s, one channel per group,"
                                        + " batch %d), found %s; raise it")
                                .formatted(
                                        amounts,
                                        full.architecture().id(),
                                        full.width(),
                                        batch,
                                        found))
                .withDetail(this);
    }
}
