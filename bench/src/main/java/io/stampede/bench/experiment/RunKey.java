package io.stampede.bench.experiment;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names one run among those of an experiment.
 *
 * @param target source of its pictures
 * @param size number of training pictures
 * @param limit budget
 * @param method name of the method
 * @param variant what this run varies about the method, by name; empty for nothing
 * @param seed of fine-tuning
 */
public record RunKey(
        String target,
        int size,
        CostLimit limit,
        String method,
        Map<String, String> variant,
        long seed) {
    /** Variant of BBDropout: weight of the KL term. */
    public static final String KL = "kl";

    /** Variant of STAMP: K as passes over the pictures. */
    public static final String PRUNING_EPOCHS = "pruning_epochs";

    /** Checks and copies. */
    public RunKey {
        requireNonNull(target, "target is null");
        requireNonNull(limit, "limit is null");
        requireNonNull(method, "method is null");
        variant = Collections.unmodifiableMap(new LinkedHashMap<>(variant));
    }

    /** Whether two runs differ in their seed at most. */
    public boolean isSameButSeed(RunKey other) {
        return withSeed(other.seed).equals(other);
    }

    /** Whether two runs have the same pictures, budget and seed. */
    boolean isOfSameTask(RunKey other) {
        return target.equals(other.target)
                && size == other.size
                && limit.equals(other.limit)
                && seed == other.seed;
    }

    /** The same run with another seed. */
    public RunKey withSeed(long other) {
        return new RunKey(target, size, limit, method, variant, other);
    }

    /** What is left when methods do not matter: pictures and budget. */
    RunKey withoutMethod() {
        return new RunKey(target, size, limit, "any", Map.of(), 1);
    }

    /** The method with what the run varies about it, for people: {@code stamp K=5}. */
    public String label() {
        StringBuilder label = new StringBuilder(method);
        variant.forEach(
                (name, value) ->
                        label.append(' ')
                                .append(name.equals(PRUNING_EPOCHS) ? "K" : name)
                                .append('=')
                                .append(value));
        return label.toString();
    }
}
