package io.stampede.core.train;

import ai.djl.ndarray.NDManager;
import io.stampede.core.network.MiniBatches;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.Tensors;
import java.util.List;
import java.util.stream.IntStream;

/** Adapts a copy of phi to one task: the inner loop of Algorithm 1, lines 5 to 9. */
sealed interface InnerLoop {

    /**
     * Takes steps on mini-batches 1 to M - 1 and computes the gradient of mini-batch M.
     *
     * @param adapted a copy of phi, changed in place
     * @param position where in the run this is, for random choices
     */
    Backpropagation run(NDManager scope, Parameters adapted, GatedTask task, Position position);

    /**
     * Where in a run an inner loop is.
     *
     * @param seed of the run
     * @param iteration of the outer loop
     * @param task of the iteration
     * @param rates of the iteration
     */
    record Position(long seed, long iteration, int task, GroupRates rates) {}

    /** As the paper has it: Adam steps on all of phi, masks sampled or hard in the full network. */
    record Masked(MetaConfig config) implements InnerLoop {
        @Override
        public Backpropagation run(
                NDManager scope, Parameters adapted, GatedTask task, Position at) {
            int last = config.miniBatches() - 1;
            try (Adam inner = new Adam(scope, adapted, config.weightDecay())) {
                for (int j = 0; j < last; j++) {
                    try (NDManager step = scope.newSubManager()) {
                        Parameters leaves = adapted.leaves(step, name -> true);
                        Backpropagation pass =
                                task.gradients(
                                        leaves, part(config, j), at.seed, at.iteration, at.task, j);
                        inner.step(leaves, pass.gradients(), at.rates);
                    }
                }
            }
            Parameters leaves = adapted.leaves(scope, name -> true);
            return task.gradients(leaves, part(config, last), at.seed, at.iteration, at.task, last);
        }
    }

    /**
     * As a device will do it: slice, then steps on the weights that are left; the last mini-batch
     * goes through the full network again, so that every gate learns. What the steps saw adds to
     * the gradient of W.
     *
     * <p>Under hard masks the gradient in the sliced network is that in the full one, but for what
     * reaches W through the set path, at a fraction of its cost.
     */
    record Sliced(NetworkSpec spec, MetaConfig config) implements InnerLoop {
        @Override
        public Backpropagation run(
                NDManager scope, Parameters adapted, GatedTask task, Position at) {
            int last = config.miniBatches() - 1;
            ChannelCut cut = new ChannelCut(spec, task.mask());
            Parameters seen = steps(scope, adapted, task, cut, at);
            Parameters leaves = adapted.leaves(scope, name -> true);
            Backpropagation pass =
                    task.gradients(
                            leaves, part(config, last), at.seed, at.iteration, at.task, last);
            Parameters earlier = pass.gradients().zeros(scope, name -> seen.names().contains(name));
            cut.paste(seen, earlier);
            pass.gradients().addInPlace(earlier);
            return pass;
        }

        /** Changes the weights that are left; returns the sum of the steps' gradients. */
        private Parameters steps(
                NDManager scope, Parameters adapted, GatedTask task, ChannelCut cut, Position at) {
            NetworkSpec sliced = spec.withChannels(task.mask().keptCounts());
            List<String> names =
                    adapted.names().stream().filter(name -> name.startsWith("W.")).toList();
            Parameters weights = new Parameters(scope);
            Tensors.putAll(weights, names, name -> cut.cut(name, Tensors.save(adapted, name)));
            Parameters seen = weights.zeros(scope, Parameters::isTrained);
            try (Adam inner = new Adam(scope, weights, config.weightDecay())) {
                for (int j = 0; j < config.miniBatches() - 1; j++) {
                    try (NDManager step = scope.newSubManager()) {
                        Parameters leaves = weights.leaves(step, name -> true);
                        Backpropagation pass =
                                task.slicedGradients(
                                        sliced,
                                        leaves,
                                        part(config, j),
                                        at.seed,
                                        at.iteration,
                                        at.task,
                                        j);
                        inner.step(leaves, pass.gradients(), at.rates);
                        seen.addInPlace(pass.gradients());
                    }
                }
            }
            cut.paste(weights, adapted);
            return seen;
        }
    }

    /** The j-th mini-batch of a task, as positions among its pictures. */
    private static int[] part(MetaConfig config, int j) {
        return MiniBatches.part(
                IntStream.range(0, config.setSize()).toArray(), j, config.miniBatches());
    }
}
