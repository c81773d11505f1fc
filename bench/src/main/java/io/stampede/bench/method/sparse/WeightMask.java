package io.stampede.bench.method.sparse;

import ai.djl.ndarray.NDManager;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.nn.Parameters;
import io.stampede.core.train.WeightConstraint;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Says of single weights whether they stay; as a constraint, it holds the others at zero.
 *
 * <p>Owns one tensor of ones and zeros for each tensor that it covers until closed; leaves all
 * other tensors alone.
 */
final class WeightMask implements WeightConstraint, AutoCloseable {
    private final Parameters mask;

    private WeightMask(Parameters mask) {
        this.mask = mask;
    }

    /**
     * Keeps exactly so many weights, those with the largest scores of all tensors together; of
     * equal scores the first.
     *
     * @param scores by the names of the weights
     * @param count from 1 to the number of scores
     * @throws StampedeException with {@link ErrorCode#TRAINING_DIVERGED} if a score is not finite
     */
    static WeightMask strongest(NDManager parent, Parameters scores, int count) {
        Map<String, float[]> values = new LinkedHashMap<>();
        scores.names().forEach(name -> values.put(name, scores.get(name).toFloatArray()));
        float[] ascending = sorted(values);
        float threshold = ascending[ascending.length - count];
        int ties = 0; // how many of the scores at the threshold stay
        for (int i = ascending.length - count; i < ascending.length; i++) {
            ties += ascending[i] == threshold ? 1 : 0;
        }
        Parameters mask = new Parameters(parent);
        for (Map.Entry<String, float[]> entry : values.entrySet()) {
            float[] kept = entry.getValue();
            for (int i = 0; i < kept.length; i++) {
                boolean stays = kept[i] > threshold || kept[i] == threshold && ties-- > 0;
                kept[i] = stays ? 1 : 0;
            }
            mask.put(entry.getKey(), kept, scores.get(entry.getKey()).getShape());
        }
        return new WeightMask(mask);
    }

    private static float[] sorted(Map<String, float[]> scores) {
        float[] all = new float[scores.values().stream().mapToInt(values -> values.length).sum()];
        int to = 0;
        for (float[] values : scores.values()) {
            System.arraycopy(values, 0, all, to, values.length);
            to += values.length;
        }
        Arrays.sort(all);
        if (!Float.isFinite(all[all.length - 1])) {
            throw new StampedeException(
                    ErrorCode.TRAINING_DIVERGED,
                    "expected finite scores of weights, found "
                            + all[all.length - 1]
                            + "; start from other weights");
        }
        return all;
    }

    @Override
    public void restore(Parameters weights) {
        mask.names().forEach(name -> weights.get(name).muli(mask.get(name)));
    }

    /** Ones and zeros by the names of the weights; still owned by this mask. */
    Parameters values() {
        return mask;
    }

    @Override
    public void close() {
        mask.close();
    }
}
