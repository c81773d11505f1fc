package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import io.stampede.core.gate.BetaBernoulli;
import io.stampede.core.gate.GateNoise;
import io.stampede.core.gate.Gates;
import io.stampede.core.mask.SetPath;
import io.stampede.core.model.GeneratorForm;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Network;
import io.stampede.core.nn.Numbers;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.SetEncoder;
import java.util.Map;

/**
 * The objective of Eq. 2 with sampled masks: cross-entropy plus the weighted KL term (algorithms.md
 * 3.4 and 4).
 *
 * <p>The set is encoded anew for every mini-batch, since theta and W move between them.
 */
final class GatedObjective {
    /** N of kl / N: a constant in public code, whatever the dataset (algorithms.md 3.3). */
    static final double KL_DIVISOR = 60_000;

    private final NetworkSpec spec;
    private final Network network;
    private final SetEncoder encoder;
    private final SetPath path;
    private final double klWeight;
    private final GeneratorForm form;

    /** The objective of the paper. */
    GatedObjective(NetworkSpec spec, int encoderHeads, double klScale) {
        this(spec, encoderHeads, klScale, GeneratorForm.PAPER);
    }

    GatedObjective(NetworkSpec spec, int encoderHeads, double klScale, GeneratorForm form) {
        this.spec = spec;
        this.form = form;
        this.network = new Network(spec);
        this.encoder = new SetEncoder(encoderHeads, form.setMean());
        this.path = new SetPath(spec, form);
        this.klWeight = klScale / KL_DIVISOR;
    }

    /**
     * What one mini-batch is made of.
     *
     * @param set the task's set, {@code [n, 3, 32, 32]}
     * @param images {@code [b, 3, 32, 32]}
     * @param target one-hot labels, {@code [b, ways]}
     * @param columns picks the task's outputs from the head, {@code [classes, ways]}, or null for
     *     all of them
     * @param noise of this step
     * @param allowed 1 for channels that the budget leaves, 0 for others, {@code [c]}
     * @param lesson what a teacher says of the pictures, or null
     */
    record Batch(
            NDArray set,
            NDArray images,
            NDArray target,
            NDArray columns,
            GateNoise noise,
            NDArray allowed,
            Teacher.Lesson lesson) {}

    /** Computes the objective of phi at a mini-batch. */
    Outcome of(Parameters phi, Batch batch) {
        return of(phi, encoder.forward(phi, batch.set()), batch);
    }

    /**
     * Computes the objective for a set that was encoded before.
     *
     * @param phi at least {@code W.*} and {@code pi.*}
     * @param representation o_0, {@code [1, 3, 32, 32]}
     */
    Outcome of(Parameters phi, NDArray representation, Batch batch) {
        Gates gates = Gates.of(spec, phi);
        NDArray masks =
                form.gates() == GeneratorForm.Gates.HARD
                        ? hardMask(path.expectedMask(phi, gates, representation), batch.allowed())
                        : sampledMasks(phi, gates, representation, batch);
        Map<String, NDArray> byGroup = Gates.split(spec, masks);
        NDArray outputs =
                network.forward(
                        phi,
                        batch.images(),
                        true,
                        (group, preActivation, activation) ->
                                activation.mul(perChannel(byGroup.get(group))));
        NDArray logits = batch.columns() == null ? outputs : outputs.matMul(batch.columns());
        NDArray loss = CrossEntropy.loss(logits, batch.target());
        if (batch.lesson() != null) {
            loss = loss.add(batch.lesson().loss(outputs));
        }
        if (klWeight > 0) {
            loss = loss.add(Numbers.times(gates.divergence(), klWeight));
        }
        return new Outcome(loss, logits);
    }

    /** A relaxed sample per picture, {@code [b, c]}. */
    private NDArray sampledMasks(Parameters phi, Gates gates, NDArray representation, Batch batch) {
        NDArray probability = path.sampledProbability(phi, gates, representation, batch.noise());
        return BetaBernoulli.relaxed(probability, batch.noise().logitUniform())
                .mul(batch.allowed());
    }

    /** The mask of the budget, with the gradient of the expected one straight through, [1, c]. */
    private static NDArray hardMask(NDArray expected, NDArray allowed) {
        return allowed.add(expected.sub(expected.stopGradient())).reshape(1, -1);
    }

    private static NDArray perChannel(NDArray mask) {
        return mask.reshape(mask.getShape().get(0), mask.getShape().get(1), 1, 1);
    }
}
