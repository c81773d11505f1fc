package io.stampede.core.mask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import io.stampede.core.gate.BetaBernoulli;
import io.stampede.core.gate.GateNoise;
import io.stampede.core.gate.Gates;
import io.stampede.core.model.GeneratorForm;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Network;
import io.stampede.core.nn.Parameters;
import java.util.Map;

/**
 * The way of the set representation through the network (Eq. 3, algorithms.md 3.4 and 3.6).
 *
 * <p>The pseudo-picture o_0 meets the same layers as data, batch norm in inference mode. At each
 * gate the spatial mean of what ReLU saw is o_c, from which the gate's probabilities follow. On the
 * masked path what goes on to the next layer is multiplied by the expectation, so that a sliced
 * network would compute the same; on the literal path it goes on as it is. Gradients reach theta
 * through o_c alone: it must never be detached.
 */
public final class SetPath {
    private final NetworkSpec spec;
    private final Network network;
    private final GeneratorForm form;

    /** The path through one network, as the form of its generator has it. */
    public SetPath(NetworkSpec spec, GeneratorForm form) {
        this.spec = spec;
        this.form = form;
        this.network = new Network(spec);
    }

    /**
     * The expected mask {@code E[m_c] = E[pi_c] psi(gamma_c o_c + beta_c)} of Eq. 14.
     *
     * @param weights the {@code W.*}
     * @param representation o_0, {@code [1, 3, 32, 32]}
     * @return {@code [c]} over all channels of all groups
     */
    public NDArray expectedMask(Parameters weights, Gates gates, NDArray representation) {
        return run(weights, gates, representation, null).expected();
    }

    /**
     * What E[m] would be if psi had no clips, {@code E[pi_c] (gamma_c o_c + beta_c)}: tells
     * channels apart that a clip makes equal.
     *
     * @param weights the {@code W.*}
     * @param representation o_0, {@code [1, 3, 32, 32]}
     * @return {@code [c]} over all channels of all groups
     */
    public NDArray unclippedMask(Parameters weights, Gates gates, NDArray representation) {
        return run(weights, gates, representation, null).shifted().mul(gates.expectedPi());
    }

    /**
     * The keep probabilities {@code p_c = pi_c psi(gamma_c o_c + beta_c + sigma_c eps')} of one
     * training step.
     *
     * @return {@code [c]} over all channels of all groups
     */
    public NDArray sampledProbability(
            Parameters weights, Gates gates, NDArray representation, GateNoise noise) {
        return run(weights, gates, representation, noise).sampled();
    }

    private Probabilities run(
            Parameters weights, Gates gates, NDArray representation, GateNoise noise) {
        Map<String, NDArray> expectedPi = Gates.split(spec, gates.expectedPi());
        Map<String, NDArray> gamma = Gates.split(spec, gates.gamma());
        Map<String, NDArray> beta = Gates.split(spec, gates.beta());
        NDList shifted = new NDList(); // gamma_c o_c + beta_c of every group
        NDList expected = new NDList();
        network.features(
                weights,
                representation,
                false,
                (group, preActivation, activation) -> {
                    NDArray pooled =
                            preActivation
                                    .reshape(preActivation.getShape().get(1), -1)
                                    .mean(new int[] {1}); // o_c, [c]
                    NDArray argument = pooled.mul(gamma.get(group)).add(beta.get(group));
                    NDArray mask = expectedPi.get(group).mul(BetaBernoulli.clamp(argument));
                    shifted.add(argument);
                    expected.add(mask);
                    return form.setPath() == GeneratorForm.SetPath.LITERAL
                            ? activation
                            : activation.mul(thresholded(mask).reshape(1, -1, 1, 1));
                });
        NDArray argument = NDArrays.concat(shifted, 0);
        if (noise == null) {
            return new Probabilities(argument, NDArrays.concat(expected, 0), null);
        }
        NDArray pi = BetaBernoulli.sample(gates.a(), gates.b(), noise.uniform());
        NDArray noisy = argument.add(gates.sigma().mul(noise.normal()));
        return new Probabilities(argument, null, pi.mul(BetaBernoulli.clamp(noisy)));
    }

    private static NDArray thresholded(NDArray mask) {
        NDArray kept = mask.stopGradient().gte(BetaBernoulli.KEEP_THRESHOLD);
        return mask.mul(kept.toType(DataType.FLOAT32, false));
    }

    private record Probabilities(NDArray shifted, NDArray expected, NDArray sampled) {}
}
