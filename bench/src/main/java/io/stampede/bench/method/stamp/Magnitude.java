package io.stampede.bench.method.stamp;

import io.stampede.bench.method.Method;
import io.stampede.bench.method.MethodResult;
import io.stampede.bench.method.TargetTask;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.prune.Budget;
import io.stampede.core.train.RunControl;

/**
 * The cheap rule at equal cost: one ranking of all channels by the L1 norm of their filters, cut by
 * the same solver to the same budget and to STAMP's multiply-adds; weights as STAMP inherits them.
 */
public final class Magnitude implements Method {
    @Override
    public String name() {
        return "magnitude";
    }

    @Override
    public String title() {
        return "largest filters at equal cost";
    }

    @Override
    public MethodResult run(TargetTask task, RunControl control) {
        AdaptationConfig config = task.adaptation().withValidationFraction(0);
        return AdaptedSubnetwork.run(
                this,
                task,
                StampPlan.request(task)
                        .withConfig(config.withBudget(budget(task)))
                        .withScorer(FilterNorms.L1),
                control);
    }

    /**
     * What E[m] leaves out by itself, no filter's norm would: the budget has to be STAMP's cost.
     */
    private static Budget budget(TargetTask task) {
        Budget budget = task.adaptation().budget();
        long most = budget.maxMultiplyAdds().orElse(Long.MAX_VALUE);
        return budget.withMaxMultiplyAdds(Math.min(most, task.maxMultiplyAdds()));
    }
}
