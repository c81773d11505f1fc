package io.stampede.bench.method;

import static java.util.Objects.requireNonNull;

import io.stampede.core.network.Cost;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a method reached, one line of the table (algorithms.md section 6).
 *
 * @param name of the method, for programs
 * @param title of the method, for people
 * @param accuracy on the test split, in [0, 1]
 * @param cost of the network that it gave
 * @param fullCost of the full network with the same head
 * @param seconds time spent
 * @param kept group to kept channels of the full network, ascending, where the method chooses
 *     channels; empty otherwise
 * @param notes what else is worth telling about the run, by name
 */
public record MethodResult(
        String name,
        String title,
        double accuracy,
        Cost cost,
        Cost fullCost,
        Seconds seconds,
        Map<String, List<Integer>> kept,
        Map<String, String> notes) {
    private static final double PERCENT = 100;

    /** Checks the components. */
    public MethodResult {
        requireNonNull(name, "name is null");
        requireNonNull(title, "title is null");
        requireNonNull(cost, "cost is null");
        requireNonNull(fullCost, "fullCost is null");
        requireNonNull(seconds, "seconds is null");
        kept = Collections.unmodifiableMap(new LinkedHashMap<>(kept));
        notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
    }

    /** A result without choice of channels or notes. */
    public MethodResult(
            String name, String title, double accuracy, Cost cost, Cost fullCost, Seconds seconds) {
        this(name, title, accuracy, cost, fullCost, seconds, Map.of(), Map.of());
    }

    /** This result with the channels that the method chose. */
    public MethodResult withKept(Map<String, List<Integer>> other) {
        return new MethodResult(name, title, accuracy, cost, fullCost, seconds, other, notes);
    }

    /** This result with one more note. */
    public MethodResult withNote(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(notes);
        more.put(key, value);
        return new MethodResult(name, title, accuracy, cost, fullCost, seconds, kept, more);
    }

    /**
     * Wall-clock time of a method; the reference's training is nobody's.
     *
     * @param search finding the structure
     * @param fineTune training it on the target
     * @param inference classifying the whole test split
     */
    public record Seconds(double search, double fineTune, double inference) {
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
