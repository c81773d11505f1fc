package io.stampede.bench.method;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Draws the number of channels of each layer until the multiply-adds fit (algorithms.md 10.4).
 *
 * <p>Scales are those of MetaPruning: {@code 0.1 + 0.03 i} with i drawn from 12 to 23, that is 0.46
 * to 0.79. Where these cannot get as small as asked (beyond some 4 times fewer multiply-adds), the
 * range slides down one step at a time.
 */
public final class RandomStructure {
    /** Multiply-adds of a structure lie within this share below the limit. */
    public static final double WINDOW = 0.03;

    private static final int LOWEST = 12;
    private static final int CHOICES = 12;
    private static final int DRAWS = 20_000;

    private RandomStructure() {}

    /**
     * A random structure of between {@code (1 - WINDOW) * limit} and {@code limit} multiply-adds.
     *
     * @throws StampedeException with {@link ErrorCode#BUDGET_INFEASIBLE} where none was found
     */
    public static NetworkSpec within(
            NetworkSpec full, long maxMultiplyAdds, RandomGenerator random) {
        for (int lowest = LOWEST; lowest >= 0; lowest--) {
            for (int draw = 0; draw < DRAWS; draw++) {
                NetworkSpec network = draw(full, lowest, random);
                long multiplyAdds = CostModel.FINE_TUNING.of(network).multiplyAdds();
                if (multiplyAdds <= maxMultiplyAdds
                        && multiplyAdds >= (1 - WINDOW) * maxMultiplyAdds) {
                    return network;
                }
            }
        }
        throw new StampedeException(
                ErrorCode.BUDGET_INFEASIBLE,
                "expected a random structure of %,d to %,d multiply-adds, found none in %,d draws"
                        .formatted(
                                (long) Math.ceil((1 - WINDOW) * maxMultiplyAdds),
                                maxMultiplyAdds,
                                (LOWEST + 1) * DRAWS));
    }

    private static NetworkSpec draw(NetworkSpec full, int lowest, RandomGenerator random) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        full.channels()
                .forEach(
                        (group, channels) -> {
                            double scale = 0.1 + 0.03 * (lowest + random.nextInt(CHOICES));
                            int kept = (int) Math.max(1, Math.round(channels * scale));
                            counts.put(group, kept);
                        });
        return full.withChannels(counts);
    }
}
