package io.stampede.core.train;

import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.prune.Budget;
import io.stampede.core.prune.BudgetSolver;
import io.stampede.core.prune.ChannelMask;
import java.util.Map;

/**
 * The constraint |C| <= kappa_t of Eq. 2 over a meta-training: it tightens geometrically
 * (algorithms.md 13.2 b).
 */
final class BudgetSchedule {
    private final NetworkSpec spec;
    private final MetaConfig config;
    private final Cost full;
    private final BudgetSolver solver;

    BudgetSchedule(NetworkSpec spec, MetaConfig config, BudgetSolver solver) {
        this.spec = spec;
        this.solver = solver;
        this.config = config;
        this.full = CostModel.FINE_TUNING.of(spec);
    }

    /** Which channels outer iteration i leaves to a task with this E[m]. */
    ChannelMask mask(Map<String, float[]> expectedMask, long i) {
        double parameters = config.refinements().parametersPercent() / 100;
        if (config.reduction() <= 1 && parameters == 1) {
            return ChannelMask.all(spec);
        }
        double position = Math.min(1, (i + 1) / (config.annealed() * config.iterations()));
        Budget budget =
                Budget.UNLIMITED
                        .withMaxMultiplyAdds(
                                share(full.multiplyAdds(), 1 / config.reduction(), position))
                        .withMaxParameters(share(full.parameters(), parameters, position));
        return solver.solve(spec, expectedMask, budget, CostModel.FINE_TUNING).mask();
    }

    private static long share(long full, double left, double position) {
        return (long) (full * Math.pow(left, position));
    }
}
