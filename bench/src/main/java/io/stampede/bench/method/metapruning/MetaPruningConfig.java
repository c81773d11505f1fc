package io.stampede.bench.method.metapruning;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;

/**
 * How long the hypernetwork learns and how far the search looks.
 *
 * @param hypernetwork its training on the reference
 * @param search the search for each target
 */
public record MetaPruningConfig(Hypernetwork hypernetwork, Search search) {
    /** A few steps of each: proves the path, finds nothing. */
    public static final MetaPruningConfig SMOKE =
            new MetaPruningConfig(new Hypernetwork(3, 16, 1), new Search(4, 2, 1, 16));

    /** What two cores can do (algorithms.md 10.3 and 13.5). */
    public static final MetaPruningConfig CPU =
            new MetaPruningConfig(new Hypernetwork(400, 128, 1), new Search(10, 5, 5, 128));

    /** The authors': 32 epochs of 50,000 pictures in batches of 256, population 50. */
    public static final MetaPruningConfig PAPER =
            new MetaPruningConfig(new Hypernetwork(6250, 256, 1), new Search(50, 20, 100, 128));

    /** Checks the components. */
    public MetaPruningConfig {
        requireNonNull(hypernetwork, "hypernetwork is null");
        requireNonNull(search, "search is null");
    }

    /**
     * Training of the hypernetwork; it serves all targets and seeds, so its seed is its own.
     *
     * @param iterations steps, each with a structure of its own
     * @param batchSize pictures per step
     * @param seed decides first values, structures, order and crops
     */
    public record Hypernetwork(int iterations, int batchSize, long seed) {
        /** Checks the components. */
        public Hypernetwork {
            require(iterations >= 1, "at least 1 iteration of the hypernetwork", iterations);
            require(batchSize >= 2, "a batch of at least 2", batchSize);
        }
    }

    /**
     * Evolutionary search.
     *
     * @param population structures measured per iteration
     * @param iterations generations, the random one included
     * @param recalibrationBatches batches that statistics of batch norm are taken from
     * @param batchSize pictures in each of them
     */
    public record Search(int population, int iterations, int recalibrationBatches, int batchSize) {
        /** Checks the components. */
        public Search {
            require(population >= 2, "a population of at least 2", population);
            require(iterations >= 1, "at least 1 generation", iterations);
            require(recalibrationBatches >= 1, "at least 1 batch", recalibrationBatches);
            require(batchSize >= 2, "a batch of at least 2", batchSize);
        }

        /** The best of all so far that the next generation descends from. */
        int parents() {
            return Math.max(2, population / 5);
        }

        /** Most of the next generation that are mutations; as many are crossovers. */
        int descendants() {
            return population / 2;
        }
    }

    private static void require(boolean condition, String expectation, Object found) {
        if (!condition) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "MetaPruning expects " + expectation + ", found " + found);
        }
    }
}
