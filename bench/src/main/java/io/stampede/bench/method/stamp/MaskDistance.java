package io.stampede.bench.method.stamp;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How far two choices of channels of one network are apart. */
public final class MaskDistance {
    private MaskDistance() {}

    /**
     * The Jaccard distance of the kept sets: {@code 1 - |A and B| / |A or B|} over all pairs of
     * layer and channel.
     *
     * @param one group to kept channels
     * @param other group to kept channels
     * @return 0 for the same channels, 1 for none in common
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} where the groups differ or
     *     nothing is kept at all
     */
    public static double jaccard(Map<String, List<Integer>> one, Map<String, List<Integer>> other) {
        if (!one.keySet().equals(other.keySet())) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected two choices of channels of one network, found groups %s and %s"
                            .formatted(one.keySet(), other.keySet()));
        }
        long both = 0;
        long either = 0;
        for (Map.Entry<String, List<Integer>> entry : one.entrySet()) {
            Set<Integer> left = new HashSet<>(entry.getValue());
            Set<Integer> right = new HashSet<>(other.get(entry.getKey()));
            long common = left.stream().filter(right::contains).count();
            both += common;
            either += left.size() + right.size() - common;
        }
        if (either == 0) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT, "expected kept channels, found none at all");
        }
        return 1 - (double) both / either;
    }
}
