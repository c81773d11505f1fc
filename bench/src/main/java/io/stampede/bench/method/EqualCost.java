package io.stampede.bench.method;

import io.stampede.core.prune.Budget;
import io.stampede.core.prune.BudgetSolver;
import io.stampede.core.prune.PruningPlan;
import java.util.Map;
import java.util.OptionalLong;

/** Lets methods that rank channels spend what STAMP spends, cut by the same solver. */
public final class EqualCost {
    private EqualCost() {}

    /**
     * The task's budget, and no more multiply-adds than STAMP's: what E[m] leaves out by itself, no
     * other ranking would.
     */
    public static Budget budget(TargetTask task) {
        Budget budget = task.adaptation().budget();
        long most = budget.maxMultiplyAdds().orElse(Long.MAX_VALUE);
        return budget.withMaxMultiplyAdds(Math.min(most, task.maxMultiplyAdds()));
    }

    /**
     * Keeps the highest scores within {@link #budget}; memory and latency, which are a device's own
     * business, are left out.
     *
     * @param scores group to a finite score from 0 of each channel of the full network
     * @throws io.stampede.core.StampedeException {@code BUDGET_INFEASIBLE}
     */
    public static PruningPlan plan(TargetTask task, Map<String, float[]> scores) {
        return BudgetSolver.ALIGNED.solve(
                task.full(),
                scores,
                budget(task).withMaxTrainingBytes(OptionalLong.empty()),
                task.costs());
    }
}
