package io.stampede.core.mask;

import io.stampede.core.model.Tensor;
import io.stampede.core.network.Convolution;
import io.stampede.core.network.Layer;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.prune.PruningPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Cuts the kept rows and columns out of a network's weights (algorithms.md section 8).
 *
 * <p>With an expected mask, {@code E[m_c]} is folded into the batch-norm affine pair of every
 * branch that ends in the gate, which is exact (Eq. 14, section 3.5).
 */
public final class Slicer {
    private static final List<String> STATISTICS = List.of("running_mean", "running_var");
    private static final List<String> AFFINE = List.of("weight", "bias");

    private final PruningPlan plan;
    private final Function<String, Tensor> source;

    /**
     * A slicer for one plan.
     *
     * @param source the full network's tensors by name; each is asked for once
     */
    public Slicer(PruningPlan plan, Function<String, Tensor> source) {
        this.plan = plan;
        this.source = source;
    }

    /** Cuts all {@code W.*} without scaling them. */
    public Map<String, Tensor> slice() {
        return slice(Map.of());
    }

    /**
     * Cuts all {@code W.*}.
     *
     * @param expectedMask group to E[m] of every channel, to be folded in; empty for no scaling
     * @return the subnetwork's tensors in the order of the file
     */
    public Map<String, Tensor> slice(Map<String, float[]> expectedMask) {
        Map<String, Tensor> sliced = new LinkedHashMap<>();
        for (Convolution convolution : plan.full().convolutions()) {
            int[] out = kept(convolution.output());
            sliced.put(
                    convolution.weight(),
                    rowsAndColumns(
                            source.apply(convolution.weight()), out, kept(convolution.input())));
            float[] scale = expectedMask.get(convolution.output());
            for (String part : AFFINE) {
                String name = convolution.norm(part);
                sliced.put(name, scaled(rows(source.apply(name), out), scale, out));
            }
            for (String part : STATISTICS) {
                String name = convolution.norm(part);
                sliced.put(name, rows(source.apply(name), out));
            }
        }
        Layer.Classifier classifier = plan.full().classifier();
        Tensor head = source.apply(classifier.weight());
        int[] classes = IntStream.range(0, head.shape().get(0)).toArray();
        sliced.put(classifier.weight(), rowsAndColumns(head, classes, kept(classifier.input())));
        sliced.put(classifier.bias(), source.apply(classifier.bias()));
        return sliced;
    }

    private int[] kept(String group) {
        return NetworkSpec.IMAGE.equals(group)
                ? IntStream.range(0, NetworkSpec.IMAGE_CHANNELS).toArray()
                : plan.kept().get(group).stream().mapToInt(Integer::intValue).toArray();
    }

    private static Tensor rows(Tensor tensor, int[] rows) {
        float[] values = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            values[i] = tensor.values()[rows[i]];
        }
        return new Tensor(values, List.of(rows.length));
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

    /** Cuts {@code [out, in, ...]} to the given rows and columns. */
    private static Tensor rowsAndColumns(Tensor tensor, int[] rows, int[] columns) {
        List<Integer> shape = tensor.shape();
        int inner = shape.stream().skip(2).reduce(1, Math::multiplyExact);
        int in = shape.get(1);
        float[] values = new float[rows.length * columns.length * inner];
        int to = 0;
        for (int row : rows) {
            for (int column : columns) {
                System.arraycopy(tensor.values(), (row * in + column) * inner, values, to, inner);
                to += inner;
            }
        }
        List<Integer> sliced = new java.util.ArrayList<>(shape);
        sliced.set(0, rows.length);
        sliced.set(1, columns.length);
        return new Tensor(values, sliced);
    }
}
