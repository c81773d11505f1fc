package io.stampede.bench.method;

import static java.util.Objects.requireNonNull;

import io.stampede.core.network.Cost;

/**
 * What a method reached, one line of the table (algorithms.md section 6).
 *
 * @param name of the method, for programs
 * @param title of the method, for people
 * @param accuracy on the test split, in [0, 1]
 * @param cost of the network that it gave
 * @param fullCost of the full network with the same head
 * @param seconds time spent
 */
public record MethodResult(
        String name, String title, double accuracy, Cost cost, Cost fullCost, Seconds seconds) {
    private static final double PERCENT = 100;

    /** Checks the components. */
    public MethodResult {
        requireNonNull(name, "name is null");
        requireNonNull(title, "title is null");
        requireNonNull(cost, "cost is null");
        requireNonNull(fullCost, "fullCost is null");
        requireNonNull(seconds, "seconds is null");
    }

    /**
     * Wall-clock time of a method; the reference's training is nobody's.
     *
     * @param search finding the structure
     * @param fineTune training it on the target
     */
    public record Seconds(double search, double fineTune) {
        /** The paper's training time. */
        public double total() {
            return search + fineTune;
        }
    }

    /** P: parameters left, in percent of the full network's. */
    public double parametersPercent() {
        return PERCENT * cost.parameters() / fullCost.parameters();
    }

    /** How many times fewer multiply-adds than the full network. */
    public double multiplyAddsReduction() {
        return (double) fullCost.multiplyAdds() / cost.multiplyAdds();
    }
}
