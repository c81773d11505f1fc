package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.ChannelGate;
import io.stampede.core.nn.Network;
import io.stampede.core.nn.Numbers;
import io.stampede.core.nn.Parameters;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What the pretrained network says of every reference picture, for distillation into masked
 * networks.
 *
 * <p>It looks at each picture once, as it is, before meta-training begins: a look at every crop
 * would cost a third of a step. Values are softened by {@value #TEMPERATURE}.
 */
final class Teacher {
    private static final double TEMPERATURE = 4;
    private static final int PICTURES_AT_ONCE = 250;

    private final int classes;
    private final double weight;
    private final float[] soft; // [n, classes], rows sum to one

    private Teacher(int classes, double weight, float[] soft) {
        this.classes = classes;
        this.weight = weight;
        this.soft = soft;
    }

    /** Asks the network, gates open, about all pictures. */
    static Teacher of(
            NetworkSpec spec,
            Parameters weights,
            ImageBatches batches,
            int pictures,
            double weight) {
        int classes = spec.classes();
        float[] soft = new float[pictures * classes];
        Network network = new Network(spec);
        for (int from = 0; from < pictures; from += PICTURES_AT_ONCE) {
            int to = Math.min(pictures, from + PICTURES_AT_ONCE);
            try (NDManager scope = weights.manager().newSubManager()) {
                NDArray images = batches.plain(scope, IntStream.range(from, to).toArray());
                NDArray logits =
                        network.forward(
                                weights.leaves(scope, name -> false),
                                images,
                                false,
                                ChannelGate.OPEN);
                float[] some = Numbers.dividedBy(logits, TEMPERATURE).softmax(1).toFloatArray();
                System.arraycopy(some, 0, soft, from * classes, some.length);
            }
        }
        return new Teacher(classes, weight, soft);
    }

    /** What it says of a task's pictures. */
    @FunctionalInterface
    interface Lessons {
        /** For a mini-batch, as positions among them; its tensor belongs to the manager. */
        Lesson of(NDManager manager, int[] miniBatch);
    }

    /** What it says of a task that is made of these pictures. */
    Lessons of(int[] pictures) {
        return (manager, miniBatch) ->
                lesson(manager, Arrays.stream(miniBatch).map(j -> pictures[j]).toArray());
    }

    private Lesson lesson(NDManager manager, int[] pictures) {
        float[] rows = new float[pictures.length * classes];
        for (int i = 0; i < pictures.length; i++) {
            System.arraycopy(soft, pictures[i] * classes, rows, i * classes, classes);
        }
        return new Lesson(manager.create(rows, new Shape(pictures.length, classes)), weight);
    }

    /**
     * Softened probabilities of a mini-batch.
     *
     * @param soft {@code [b, classes]}, rows that sum to one
     * @param weight of the loss
     */
    record Lesson(NDArray soft, double weight) {
        /** Cross-entropy between softened outputs, as large as the task's loss is. */
        NDArray loss(NDArray outputs) {
            NDArray softened = Numbers.dividedBy(outputs, TEMPERATURE);
            return Numbers.times(
                    CrossEntropy.loss(softened, soft), weight * TEMPERATURE * TEMPERATURE);
        }
    }
}
