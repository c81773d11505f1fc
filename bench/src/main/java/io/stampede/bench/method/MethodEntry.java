package io.stampede.bench.method;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import java.util.function.Function;

/**
 * A method that experiments can name.
 *
 * @param id the name on the command line and in outputs
 * @param needs what must be there before it runs
 * @param factory makes it for a scale
 */
public record MethodEntry(
        String id, Set<Need> needs, Function<MethodSettings, ? extends Method> factory) {
    /** Checks the components. */
    public MethodEntry {
        requireNonNull(id, "id is null");
        needs = Set.copyOf(needs);
        requireNonNull(factory, "factory is null");
    }

    /** What a method asks for beyond the target's pictures. */
    public enum Need {
        /** The reference network before meta-training. */
        PRETRAINED,
        /** Pictures of another target. */
        OTHER_SET,
        /** A limit of cost, without which its result does not depend on the budget. */
        BUDGET
    }

    /** Whether it asks for this. */
    public boolean needs(Need need) {
        return needs.contains(need);
    }
}
