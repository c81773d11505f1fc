package io.stampede.core.mask;

import io.stampede.core.gate.BetaBernoulli;
import java.util.ArrayList;
import java.util.List;

/** Gathers a layer's expected mask and its kept planes, chunk by chunk. */
final class PlaneCollector {
    private final float[] expected;
    private final int size;
    private final boolean literal;
    private final List<float[]> planes = new ArrayList<>();
    private final List<Integer> kept = new ArrayList<>();

    /**
     * A collector of one layer.
     *
     * @param literal whether all planes go on as they are, as on the literal set path
     */
    PlaneCollector(int channels, int size, boolean literal) {
        this.literal = literal;
        this.expected = new float[channels];
        this.size = size;
    }

    /**
     * Adds a chunk.
     *
     * @param first channel of the chunk
     * @param mask E[m] of its channels, {@code [count]}
     * @param activations after ReLU, not yet masked, {@code [count, size, size]}
     */
    void add(int first, float[] mask, float[] activations) {
        int pixels = size * size;
        for (int i = 0; i < mask.length; i++) {
            expected[first + i] = mask[i];
            if (literal || mask[i] >= (float) BetaBernoulli.KEEP_THRESHOLD) {
                float[] plane = new float[pixels];
                for (int p = 0; p < pixels; p++) {
                    plane[p] = activations[i * pixels + p] * (literal ? 1 : mask[i]);
                }
                planes.add(plane);
                kept.add(first + i);
            }
        }
    }

    /** E[m] of all channels. */
    float[] expected() {
        return expected;
    }

    /** The kept planes; one of zeros where a layer keeps nothing, as the masked path sees it. */
    Planes planes() {
        if (kept.isEmpty()) {
            return new Planes(new float[size * size], new int[] {0}, size);
        }
        float[] values = new float[planes.size() * size * size];
        for (int i = 0; i < planes.size(); i++) {
            System.arraycopy(planes.get(i), 0, values, i * size * size, size * size);
        }
        return new Planes(values, kept.stream().mapToInt(Integer::intValue).toArray(), size);
    }
}
