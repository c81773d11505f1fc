package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stampede.core.gate.GateNoise;
import io.stampede.core.nn.Parameters;

/**
 * One task under the gated objective, with what stays the same over its mini-batches.
 *
 * @param objective to be computed
 * @param batches gives pictures
 * @param set the task's set, {@code [n, 3, 32, 32]}
 * @param columns picks the task's outputs from the head, {@code [classes, ways]}; null for all
 * @param allowed 1 for channels that the budget leaves, 0 for others, {@code [c]}
 */
record GatedTask(
        GatedObjective objective,
        ImageBatches batches,
        NDArray set,
        NDArray columns,
        NDArray allowed) {

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
                        Math.toIntExact(allowed.size()));
        GatedObjective.Batch batch =
                new GatedObjective.Batch(set, images, target, columns, noise, allowed);
        return Backpropagation.run(leaves, target, () -> objective.of(leaves, batch));
    }
}
