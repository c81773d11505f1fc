package io.stampede.core.mask;

import io.stampede.core.model.RowSource;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.Convolution;
import io.stampede.core.network.Layer;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.prune.PruningPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Cuts the kept rows and columns out of a network's weights, reading kept rows alone (algorithms.md
 * sections 8 and 9.1).
 *
 * <p>With an expected mask, {@code E[m_c]} is folded into the batch-norm affine pair of every
 * branch that ends in the gate, which is exact (Eq. 14, section 3.5). Memory: what is cut, and one
 * row.
 */
public final class Slicer {
    private static final List<String> STATISTICS = List.of("running_mean", "running_var");
    private static final List<String> AFFINE = List.of("weight", "bias");

    private final PruningPlan plan;
    private final RowSource source;

    /** A slicer for one plan over the full network's stored tensors. */
    public Slicer(PruningPlan plan, RowSource source) {
        this.plan = plan;
        this.source = source;
    }

    /** Cuts all {@code W.*}, the classifier included. */
    public Map<String, Tensor> slice(Map<String, float[]> expectedMask) {
        Map<String, Tensor> sliced = body(expectedMask);
        sliced.putAll(head());
        return sliced;
    }

    /**
     * Cuts the {@code W.*} of all convolutions and batch norms.
     *
     * @param expectedMask group to E[m] of every channel, to be folded in; empty for no scaling
     * @return the subnetwork's tensors in the order of the file, without the classifier
     */
    public Map<String, Tensor> body(Map<String, float[]> expectedMask) {
        Map<String, Tensor> sliced = new LinkedHashMap<>();
        for (Convolution convolution : plan.full().convolutions()) {
            int[] out = kept(convolution.output());
            sliced.put(convolution.weight(), filters(convolution, out));
            float[] scale = expectedMask.get(convolution.output());
            for (String part : AFFINE) {
                String name = convolution.norm(part);
                sliced.put(name, scaled(values(name, convolution.output(), out), scale, out));
            }
            for (String part : STATISTICS) {
                String name = convolution.norm(part);
                sliced.put(name, values(name, convolution.output(), out));
            }
        }
        return sliced;
    }

    /** Cuts the classifier's columns; its classes all stay. */
    public Map<String, Tensor> head() {
        Layer.Classifier classifier = plan.full().classifier();
        int classes = plan.full().classes();
        int in = plan.full().channels(classifier.input());
        int[] columns = kept(classifier.input());
        float[] rows = source.rows(classifier.weight(), 0, classes);
        float[] values = new float[classes * columns.length];
        for (int row = 0; row < classes; row++) {
            for (int i = 0; i < columns.length; i++) {
                values[row * columns.length + i] = rows[row * in + columns[i]];
            }
        }
        Map<String, Tensor> head = new LinkedHashMap<>();
        head.put(classifier.weight(), new Tensor(values, List.of(classes, columns.length)));
        head.put(
                classifier.bias(),
                new Tensor(source.rows(classifier.bias(), 0, classes), List.of(classes)));
        return head;
    }

    private int[] kept(String group) {
        return NetworkSpec.IMAGE.equals(group)
                ? IntStream.range(0, NetworkSpec.IMAGE_CHANNELS).toArray()
                : plan.kept().get(group).stream().mapToInt(Integer::intValue).toArray();
    }

    private Tensor filters(Convolution convolution, int[] out) {
        int[] in = kept(convolution.input());
        int side = convolution.kernel();
        float[] values = new float[out.length * in.length * side * side];
        int to = 0;
        for (int row : out) {
            float[] filter = source.rows(convolution.weight(), row, 1);
            for (int column : in) {
                System.arraycopy(filter, column * side * side, values, to, side * side);
                to += side * side;
            }
        }
        return new Tensor(values, List.of(out.length, in.length, side, side));
    }

    private Tensor values(String name, String group, int[] kept) {
        float[] all = source.rows(name, 0, plan.full().channels(group));
        float[] values = new float[kept.length];
        for (int i = 0; i < kept.length; i++) {
            values[i] = all[kept[i]];
        }
        return new Tensor(values, List.of(kept.length));
    }

    private static Tensor scaled(Tensor tensor, float[] scale, int[] kept) {
        if (scale == null) {
            return tensor;
        }
        float[] values = tensor.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= scale[kept[i]];
        }
        return new Tensor(values, tensor.shape());
    }
}
