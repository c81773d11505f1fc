package io.stampede.bench.method.metapruning;

import ai.djl.ndarray.NDManager;
import io.stampede.core.network.Convolution;
import io.stampede.core.network.MiniBatches;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.ChannelGate;
import io.stampede.core.nn.Network;
import io.stampede.core.nn.Parameters;
import io.stampede.core.train.ImageBatches;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Takes the statistics of batch norm anew from some pictures.
 *
 * <p>Running means start at zero and are divided by what their momentum has let in, so that few
 * batches are enough and nothing of what was there before is left.
 */
final class Recalibration {
    private static final double KEPT = 0.9;

    private Recalibration() {}

    /** Replaces all running statistics, in place. */
    static void run(
            NetworkSpec spec, Parameters weights, ImageBatches batches, List<int[]> pictures) {
        reset(spec, weights);
        Network network = new Network(spec);
        for (int[] batch : pictures) {
            try (NDManager scope = weights.manager().newSubManager()) {
                Parameters aliases = weights.leaves(scope, name -> false);
                network.features(aliases, batches.plain(scope, batch), true, ChannelGate.OPEN)
                        .close();
            }
        }
        double letIn = 1 - Math.pow(KEPT, pictures.size());
        forEachStatistic(spec, name -> weights.get(name).divi(letIn));
    }

    /** Forgets all running statistics. */
    static void reset(NetworkSpec spec, Parameters weights) {
        forEachStatistic(spec, name -> weights.get(name).muli(0));
    }

    /** Cuts pictures into batches of equal size, none of a single picture. */
    static List<int[]> batches(int[] pictures, int count) {
        int parts = Math.min(count, MiniBatches.mostParts(pictures.length));
        return IntStream.range(0, parts)
                .mapToObj(part -> MiniBatches.part(pictures, part, parts))
                .toList();
    }

    private static void forEachStatistic(NetworkSpec spec, Consumer<String> action) {
        for (Convolution convolution : spec.convolutions()) {
            action.accept(convolution.norm("running_mean"));
            action.accept(convolution.norm("running_var"));
        }
    }
}
