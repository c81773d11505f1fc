package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stampede.core.gate.GateNoise;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.ChannelGate;
import io.stampede.core.nn.Network;
import io.stampede.core.nn.Parameters;
import io.stampede.core.prune.ChannelMask;
import java.util.Optional;

/**
 * One task under the gated objective, with what stays the same over its mini-batches.
 *
 * @param objective to be computed
 * @param batches gives pictures
 * @param set the task's set, {@code [n, 3, 32, 32]}
 * @param columns picks the task's outputs from the head, {@code [classes, ways]}; null for all
 * @param mask the channels that the budget leaves
 * @param lessons of a teacher, where there is one
 */
record GatedTask(
        GatedObjective objective,
        ImageBatches batches,
        NDArray set,
        NDArray columns,
        ChannelMask mask,
        Optional<Teacher.Lessons> lessons) {

    /**
     * Computes objective and gradients at a mini-batch, with noise and crops that depend on seed
     * and position alone.
     */
    Backpropagation gradients(Parameters leaves, int[] miniBatch, long seed, long... position) {
        NDManager scope = leaves.manager();
        NDArray labels = batches.oneHot(scope, miniBatch);
        NDArray target = columns == null ? labels : labels.matMul(columns);
        NDArray images =
                batches.augmented(scope, miniBatch, Seeds.at(seed, "crop", position), true);
        GateNoise noise =
                GateNoise.draw(
                        scope,
                        Seeds.at(seed, "gates", position),
                        miniBatch.length,
                        mask.channelCount());
        GatedObjective.Batch batch =
                new GatedObjective.Batch(
                        set,
                        images,
                        target,
                        columns,
                        noise,
                        allowed(scope),
                        lessons.map(some -> some.of(scope, miniBatch)).orElse(null));
        return Backpropagation.run(leaves, target, () -> objective.of(leaves, batch));
    }

    /**
     * Computes the task's loss and gradients in the network that the mask leaves, with the same
     * crops.
     */
    Backpropagation slicedGradients(
            NetworkSpec sliced, Parameters leaves, int[] miniBatch, long seed, long... position) {
        NDManager scope = leaves.manager();
        NDArray target = batches.oneHot(scope, miniBatch).matMul(columns);
        NDArray images =
                batches.augmented(scope, miniBatch, Seeds.at(seed, "crop", position), true);
        Optional<Teacher.Lesson> lesson = lessons.map(some -> some.of(scope, miniBatch));
        return Backpropagation.run(
                leaves,
                target,
                () -> {
                    NDArray outputs =
                            new Network(sliced).forward(leaves, images, true, ChannelGate.OPEN);
                    NDArray logits = outputs.matMul(columns);
                    NDArray loss = CrossEntropy.loss(logits, target);
                    return new Outcome(
                            lesson.map(known -> loss.add(known.loss(outputs))).orElse(loss),
                            logits);
                });
    }

    /** 1 for channels that the budget leaves, 0 for others, {@code [c]}. */
    private NDArray allowed(NDManager scope) {
        float[] allowed = new float[mask.channelCount()];
        int offset = 0;
        for (String group : mask.channels().keySet()) {
            float[] indicator = mask.indicator(group);
            System.arraycopy(indicator, 0, allowed, offset, indicator.length);
            offset += indicator.length;
        }
        return scope.create(allowed);
    }
}
