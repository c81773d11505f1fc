package io.stampede.core.prune;

import static java.util.Objects.requireNonNull;

import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.MiniBatches;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.network.TrainingMemory;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The proof, before anything is allocated, that a subnetwork and its training stay within a budget
 * (algorithms.md 7 and 9.3).
 *
 * <p>Channels are worth more than large mini-batches: parameters, multiply-adds and latency decide
 * which channels stay, then memory decides how many pictures go through them at once, their
 * gradients accumulated to the batch that was asked for. Only where not even mini-batches of two
 * fit does memory cost channels. What is cut is cut to channel counts that train fast, see {@link
 * BudgetSolver#ALIGNED}.
 *
 * @param plan the channels that stay
 * @param batchSize most pictures in one mini-batch
 * @param accumulatedBatches mini-batches that one optimiser step adds up
 * @param memory what training takes at that mini-batch
 * @param predictedMillis for one picture, where latency is limited
 */
public record Admission(
        PruningPlan plan,
        int batchSize,
        int accumulatedBatches,
        TrainingMemory memory,
        OptionalDouble predictedMillis) {
    /** A search for the limit of multiply-adds ends when it is known to this fraction. */
    private static final long PRECISION = 1000;

    /** Checks the components. */
    public Admission {
        requireNonNull(plan, "plan is null");
        requireNonNull(memory, "memory is null");
        requireNonNull(predictedMillis, "predicted milliseconds is null");
    }

    /** The steps that memory is to hold. */
    public enum Training {
        /** Plain steps, SGD with momentum. */
        FINE_TUNING,
        /** Pruning steps: Adam, and twice the planes, since gates multiply each of them. */
        GATED
    }

    /**
     * What is to be trained within which limits.
     *
     * @param full network before pruning, with the head that the subnetwork will have
     * @param budget the limits
     * @param batch pictures per optimiser step
     * @param training what kind of steps will be taken
     * @param latency needed where the budget limits it
     */
    public record Request(
            NetworkSpec full,
            Budget budget,
            int batch,
            Training training,
            Optional<LatencyEstimate> latency) {
        /** Checks the components. */
        public Request {
            requireNonNull(full, "full network is null");
            requireNonNull(budget, "budget is null");
            requireNonNull(training, "training is null");
            requireNonNull(latency, "latency is null");
            if (batch < 1 || (budget.maxLatencyMillis().isPresent() && latency.isEmpty())) {
                throw new IllegalArgumentException(
                        "expected a positive batch and an estimate for a latency limit, found "
                                + batch
                                + " and "
                                + latency);
            }
        }

        private CostModel costs(int parts) {
            int largest = MiniBatches.largest(batch, parts);
            return training == Training.GATED
                    ? new CostModel(2 * largest, 2)
                    : new CostModel(largest, 1);
        }
    }

    /**
     * Admits what fits.
     *
     * @param expectedMask group to E[m] of each channel
     * @throws io.stampede.core.StampedeException {@code BUDGET_INFEASIBLE} where nothing fits, with
     *     a {@link SmallestBudget}
     */
    public static Admission of(Request request, Map<String, float[]> expectedMask) {
        return of(request, expectedMask, BudgetSolver.ALIGNED);
    }

    /** Admits what fits, as another solver finds it; errors as {@link #of(Request, Map)}. */
    public static Admission of(
            Request request, Map<String, float[]> expectedMask, BudgetSolver solver) {
        int most = MiniBatches.mostParts(request.batch());
        requireFeasible(request, request.costs(most));
        Search search = new Search(request, expectedMask, solver);
        Budget withoutMemory = request.budget().withMaxTrainingBytes(OptionalLong.empty());
        PruningPlan plan = search.run(withoutMemory, 1);
        for (int parts = 1; parts <= most; parts++) {
            if (request.budget().admits(plan.cost(request.costs(parts)))) {
                return admitted(request, plan, parts);
            }
        }
        return admitted(request, search.run(request.budget(), most), most);
    }

    /** Exact cost of the subnetwork, its memory that of the admitted mini-batch. */
    public Cost cost() {
        Cost cost = new CostModel(batchSize, 0).of(plan.subnetwork());
        return new Cost(cost.parameters(), cost.multiplyAdds(), memory.total());
    }

    private static Admission admitted(Request request, PruningPlan plan, int parts) {
        CostModel costs = request.costs(parts);
        return new Admission(
                plan,
                MiniBatches.largest(request.batch(), parts),
                parts,
                costs.memory(plan.subnetwork()),
                millis(request, plan.subnetwork()));
    }

    /** A solver, and around it the search for the multiply-adds that are fast enough. */
    private record Search(Request request, Map<String, float[]> expectedMask, BudgetSolver solver) {
        PruningPlan run(Budget budget, int parts) {
            NetworkSpec full = request.full();
            CostModel costs = request.costs(parts);
            PruningPlan plan = solver.solve(full, expectedMask, budget, costs);
            if (isFastEnough(plan)) {
                return plan;
            }
            long slow = plan.cost(costs).multiplyAdds();
            long fast = BudgetSolver.smallest(full, costs).multiplyAdds();
            PruningPlan best = within(fast, budget, costs);
            while (slow - fast > slow / PRECISION + 1) {
                long middle = fast + (slow - fast) / 2;
                PruningPlan tried = within(middle, budget, costs);
                if (isFastEnough(tried)) {
                    best = tried;
                    fast = middle;
                } else {
                    slow = middle;
                }
            }
            return best;
        }

        private PruningPlan within(long multiplyAdds, Budget budget, CostModel costs) {
            Budget tighter = budget.withMaxMultiplyAdds(multiplyAdds);
            return solver.solve(request.full(), expectedMask, tighter, costs);
        }

        private boolean isFastEnough(PruningPlan plan) {
            double limit = request.budget().maxLatencyMillis().orElse(Double.MAX_VALUE);
            return millis(request, plan.subnetwork()).orElse(0) <= limit;
        }
    }

    private static OptionalDouble millis(Request request, NetworkSpec network) {
        return request.budget().maxLatencyMillis().isPresent()
                ? OptionalDouble.of(request.latency().orElseThrow().millis(network))
                : OptionalDouble.empty();
    }

    private static void requireFeasible(Request request, CostModel costs) {
        NetworkSpec least = BudgetSolver.smallestNetwork(request.full());
        OptionalDouble latency = millis(request, least);
        double limit = request.budget().maxLatencyMillis().orElse(Double.MAX_VALUE);
        if (!request.budget().admits(costs.of(least)) || latency.orElse(0) > limit) {
            throw SmallestBudget.of(costs.of(least), latency)
                    .refusal(request.full(), request.budget(), costs.batchSize());
        }
    }
}
