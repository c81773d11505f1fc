package io.stampede.bench.method.metapruning;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.CostModel;
import io.stampede.core.train.Phase;
import io.stampede.core.train.Progress;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Looks for the fittest structure of a given cost: the best so far mutate and cross, the rest is
 * drawn at random; none is measured twice (algorithms.md 10.3). Used by one search.
 */
final class EvolutionarySearch {
    /** Multiply-adds of a structure lie within this share below the limit. */
    static final double WINDOW = 0.03;

    private static final double MUTATION = 0.1;
    private static final int LOWEST = 12;
    private static final int CHOICES = 12;
    private static final int DRAWS = 20_000;

    private final GeneSpace space;
    private final long maxMultiplyAdds;
    private final MetaPruningConfig.Search config;
    private final RandomGenerator random;
    private final Set<Structure> seen = new HashSet<>();
    private final List<Measured> ranked = new ArrayList<>();
    private int lowest = LOWEST;

    EvolutionarySearch(
            GeneSpace space, long maxMultiplyAdds, MetaPruningConfig.Search config, long seed) {
        this.space = space;
        this.maxMultiplyAdds = maxMultiplyAdds;
        this.config = config;
        this.random = Seeds.at(seed, "evolution");
    }

    /**
     * A structure and what was measured of it.
     *
     * @param fitness larger is better
     */
    record Measured(Structure structure, double fitness) {}

    /**
     * Searches.
     *
     * @param fitness measures a structure
     * @return the fittest of all measured, the first among equals
     * @throws StampedeException with {@link ErrorCode#BUDGET_INFEASIBLE} where no structure of that
     *     cost was found
     */
    Measured best(ToDoubleFunction<Structure> fitness, RunControl control) {
        long measurements = (long) config.population() * config.iterations();
        List<Structure> generation = fill(new ArrayList<>());
        for (int iteration = 0; iteration < config.iterations(); iteration++) {
            for (Structure candidate : generation) {
                control.checkCancelled();
                ranked.add(new Measured(candidate, fitness.applyAsDouble(candidate)));
                tell(control, measurements);
            }
            ranked.sort(Comparator.comparingDouble(measured -> -measured.fitness()));
            if (iteration + 1 < config.iterations()) {
                generation = next();
            }
        }
        return ranked.get(0);
    }

    /** Structures measured. */
    int measured() {
        return ranked.size();
    }

    private List<Structure> next() {
        List<Measured> parents = ranked.subList(0, Math.min(config.parents(), ranked.size()));
        List<Structure> next = new ArrayList<>();
        collect(next, config.descendants(), () -> mutation(pick(parents)));
        collect(next, 2 * config.descendants(), () -> crossover(pick(parents), pick(parents)));
        return fill(next);
    }

    /**
     * Draws scales from 0.46 to 0.79, as the paper's 20 % to 60 % pruned per layer has it; where
     * too few structures of these are as small as asked, the range slides down for good.
     */
    private List<Structure> fill(List<Structure> generation) {
        while (generation.size() < config.population() && lowest >= 0) {
            collect(
                    generation,
                    config.population(),
                    () -> space.draw(random, lowest, lowest + CHOICES));
            if (generation.size() < config.population()) {
                lowest--;
            }
        }
        if (!generation.isEmpty() || !ranked.isEmpty()) {
            return generation;
        }
        throw new StampedeException(
                ErrorCode.BUDGET_INFEASIBLE,
                "expected a structure of %d to %d multiply-adds, found none in %d draws"
                        .formatted(
                                (long) Math.ceil((1 - WINDOW) * maxMultiplyAdds),
                                maxMultiplyAdds,
                                (LOWEST + 1) * DRAWS));
    }

    /**
     * Adds new structures that fit, up to a size or until too many have not been new or fitting.
     */
    private void collect(List<Structure> target, int size, Supplier<Structure> source) {
        for (int draw = 0; draw < DRAWS && target.size() < size; draw++) {
            Structure candidate = source.get();
            if (fits(candidate) && seen.add(candidate)) {
                target.add(candidate);
            }
        }
    }

    private boolean fits(Structure structure) {
        long multiplyAdds = CostModel.FINE_TUNING.of(space.network(structure)).multiplyAdds();
        return multiplyAdds <= maxMultiplyAdds && multiplyAdds >= (1 - WINDOW) * maxMultiplyAdds;
    }

    private Structure pick(List<Measured> parents) {
        return parents.get(random.nextInt(parents.size())).structure();
    }

    private Structure mutation(Structure parent) {
        return new Structure(
                parent.ids().stream()
                        .map(
                                id ->
                                        random.nextDouble() < MUTATION
                                                ? (id + random.nextInt(1, GeneSpace.SCALES))
                                                        % GeneSpace.SCALES
                                                : id)
                        .toList());
    }

    private Structure crossover(Structure one, Structure other) {
        List<Integer> ids = new ArrayList<>();
        for (int gene = 0; gene < space.genes(); gene++) {
            ids.add((random.nextBoolean() ? one : other).ids().get(gene));
        }
        return new Structure(ids);
    }

    private void tell(RunControl control, long measurements) {
        control.listener()
                .accept(
                        new Progress(
                                Phase.PRUNE,
                                ranked.size(),
                                measurements,
                                Double.NaN,
                                ranked.get(ranked.size() - 1).fitness(),
                                Double.NaN));
    }
}
