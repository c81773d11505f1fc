package io.stampede.core.mask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.gate.Gates;
import io.stampede.core.model.GeneratorForm;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.SetEncoder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The mask generator g(.; pi) with the whole network in memory: from a set to E[m] per channel. */
public final class MaskGenerator {
    private final NetworkSpec spec;
    private final SetEncoder encoder;
    private final SetPath path;

    /** A generator of the paper's form for one network and encoder. */
    public MaskGenerator(NetworkSpec spec, int encoderHeads) {
        this(spec, encoderHeads, GeneratorForm.PAPER);
    }

    /** A generator for one network and encoder. */
    public MaskGenerator(NetworkSpec spec, int encoderHeads, GeneratorForm form) {
        this.spec = spec;
        this.encoder = new SetEncoder(encoderHeads, form.setMean());
        this.path = new SetPath(spec, form);
    }

    /**
     * Encodes a set.
     *
     * @param phi at least {@code theta.*}
     * @param set {@code [n, 3, 32, 32]}, normalised
     * @return o_0, {@code [3072]}
     */
    public float[] encode(Parameters phi, NDArray set) {
        try (NDManager scope = phi.manager().newSubManager()) {
            NDArray alias = set.stopGradient();
            alias.attach(scope);
            return encoder.forward(phi.leaves(scope, name -> false), alias).toFloatArray();
        }
    }

    /**
     * Computes the expected mask of Eq. 14 for a set representation.
     *
     * @param phi at least {@code W.*} and {@code pi.*}
     * @param representation o_0, {@code [3072]}
     * @return group to E[m] per channel, in the order of the forward pass
     */
    public Map<String, float[]> score(Parameters phi, float[] representation) {
        return score(phi, representation, path::expectedMask);
    }

    /** Encodes and scores: from a set {@code [n, 3, 32, 32]} to E[m]. */
    public Map<String, float[]> expectedMask(Parameters phi, NDArray set) {
        return score(phi, encode(phi, set));
    }

    /**
     * Ranks channels that a clip of psi makes equal in {@link #expectedMask}, for meta-training.
     *
     * @param phi as in {@link #encode} and {@link #score}
     * @param set {@code [n, 3, 32, 32]}, normalised
     * @return group to {@link SetPath#unclippedMask} per channel, any number, in the order of the
     *     forward pass
     */
    public Map<String, float[]> unclippedMask(Parameters phi, NDArray set) {
        return score(phi, encode(phi, set), path::unclippedMask);
    }

    @FunctionalInterface
    private interface Score {
        NDArray of(Parameters weights, Gates gates, NDArray picture);
    }

    private Map<String, float[]> score(Parameters phi, float[] representation, Score score) {
        try (NDManager scope = phi.manager().newSubManager()) {
            Parameters aliases = phi.leaves(scope, name -> false);
            NDArray picture =
                    scope.create(
                            representation,
                            new Shape(
                                    1,
                                    NetworkSpec.IMAGE_CHANNELS,
                                    NetworkSpec.IMAGE_SIZE,
                                    NetworkSpec.IMAGE_SIZE));
            return byGroup(score.of(aliases, Gates.of(spec, aliases), picture));
        }
    }

    private Map<String, float[]> byGroup(NDArray expected) {
        float[] values = expected.toFloatArray();
        Map<String, float[]> byGroup = new LinkedHashMap<>();
        int from = 0;
        for (Map.Entry<String, Integer> group : spec.channels().entrySet()) {
            byGroup.put(group.getKey(), Arrays.copyOfRange(values, from, from + group.getValue()));
            from += group.getValue();
        }
        return byGroup;
    }
}
