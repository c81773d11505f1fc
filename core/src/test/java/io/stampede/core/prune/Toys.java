package io.stampede.core.prune;

import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.Convolution;
import io.stampede.core.network.Cost;
import io.stampede.core.network.Layer;
import io.stampede.core.network.NetworkSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Networks and scores for tests. */
final class Toys {
    static final NetworkSpec VGG19 = Architectures.of(Architecture.VGG19, 1, 10);

    private Toys() {}

    /** A chain of 3x3 convolutions, the last two after a pooling each. */
    static NetworkSpec chain(int... counts) {
        List<Layer> layers = new ArrayList<>();
        Map<String, Integer> channels = new LinkedHashMap<>();
        String input = NetworkSpec.IMAGE;
        int size = NetworkSpec.IMAGE_SIZE;
        for (int i = 0; i < counts.length; i++) {
            String gate = "conv" + (i + 1);
            if (i > 0) {
                layers.add(new Layer.MaxPooling(2));
                size /= 2;
            }
            layers.add(
                    new Layer.GatedConvolution(
                            new Convolution(
                                    "W." + gate, "W.bn" + (i + 1), input, gate, 3, 1, size)));
            channels.put(gate, counts[i]);
            input = gate;
        }
        layers.add(new Layer.AveragePooling(size));
        layers.add(new Layer.Classifier("W.fc", input));
        return new NetworkSpec(Architecture.VGG10, 1, 2, layers, channels);
    }

    /** Scores in [0, 1) with ties and, for each group, a random share of closed channels. */
    static Map<String, float[]> scores(NetworkSpec network, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, float[]> scores = new LinkedHashMap<>();
        network.channels()
                .forEach(
                        (group, count) -> {
                            double closed = random.nextDouble() * 0.5;
                            float[] values = new float[count];
                            for (int i = 0; i < count; i++) {
                                boolean open = random.nextDouble() >= closed;
                                values[i] = open ? random.nextInt(1000) / 1000f : 0;
                            }
                            scores.put(group, values);
                        });
        return scores;
    }

    /** The same score everywhere. */
    static Map<String, float[]> flat(NetworkSpec network, float score) {
        Map<String, float[]> scores = new LinkedHashMap<>();
        network.channels()
                .forEach(
                        (group, count) -> {
                            float[] values = new float[count];
                            Arrays.fill(values, score);
                            scores.put(group, values);
                        });
        return scores;
    }

    /** Limits at a share of the way from low to high; the bits of {@code limits} choose which. */
    static Budget budget(Cost low, Cost high, double share, int limits) {
        Budget budget = Budget.UNLIMITED;
        if ((limits & 1) != 0) {
            budget = budget.withMaxParameters(between(low.parameters(), high.parameters(), share));
        }
        if ((limits & 2) != 0) {
            budget =
                    budget.withMaxMultiplyAdds(
                            between(low.multiplyAdds(), high.multiplyAdds(), share));
        }
        if ((limits & 4) != 0) {
            budget =
                    budget.withMaxTrainingBytes(
                            between(low.trainingBytes(), high.trainingBytes(), share));
        }
        return budget;
    }

    private static long between(long low, long high, double share) {
        return low + (long) ((high - low) * share);
    }
}
