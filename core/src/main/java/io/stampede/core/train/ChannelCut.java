package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.stampede.core.gate.Gates;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.Convolution;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.Tensors;
import io.stampede.core.prune.ChannelMask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Cuts channels out of whatever has the shape of a network's parameters: weights, gates, gradients,
 * moments of an optimiser (algorithms.md section 8: all index the same axes).
 */
public final class ChannelCut {
    private static final List<String> NORM =
            List.of("weight", "bias", "running_mean", "running_var");
    private static final List<String> GATE = List.of("a", "b", "gamma", "beta", "sigma");

    private final Map<String, int[]> rows = new HashMap<>();
    private final Map<String, int[]> columns = new HashMap<>();

    /** A cut of one network's channels. */
    public ChannelCut(NetworkSpec spec, ChannelMask mask) {
        for (Convolution convolution : spec.convolutions()) {
            int[] out = kept(mask, convolution.output());
            rows.put(convolution.weight(), out);
            NORM.forEach(part -> rows.put(convolution.norm(part), out));
            if (!NetworkSpec.IMAGE.equals(convolution.input())) {
                columns.put(convolution.weight(), kept(mask, convolution.input()));
            }
        }
        columns.put(spec.classifier().weight(), kept(mask, spec.classifier().input()));
        for (String group : spec.channels().keySet()) {
            GATE.forEach(part -> rows.put(Gates.name(group, part), kept(mask, group)));
        }
    }

    /** A copy of all tensors without the channels that go; names of no channel stay whole. */
    public Parameters cut(NDManager parent, Parameters source) {
        Parameters cut = new Parameters(parent);
        Tensors.putAll(cut, source.names(), name -> cut(name, Tensors.save(source, name)));
        return cut;
    }

    /** Writes what was cut back where it came from; the channels that went keep their values. */
    public void paste(Parameters cut, Parameters target) {
        for (String name : cut.names()) {
            Tensor whole = Tensors.save(target, name);
            paste(name, cut.get(name).toFloatArray(), whole);
            try (NDArray pasted = cut.manager().create(whole.values())) {
                NDArray array = target.get(name);
                array.set(new NDIndex(":"), pasted.reshape(array.getShape()));
            }
        }
    }

    private void paste(String name, float[] cut, Tensor whole) {
        int width = whole.shape().size() > 1 ? whole.shape().get(1) : 1;
        int cell = whole.shape().stream().skip(2).reduce(1, (a, b) -> a * b);
        int from = 0;
        for (int row : rows.getOrDefault(name, all(whole.shape().get(0)))) {
            for (int column : columns.getOrDefault(name, all(width))) {
                int to = (row * width + column) * cell;
                System.arraycopy(cut, from, whole.values(), to, cell);
                from += cell;
            }
        }
    }

    /** One tensor without the channels that go. */
    public Tensor cut(String name, Tensor tensor) {
        List<Integer> shape = new ArrayList<>(tensor.shape());
        int[] keptRows = rows.getOrDefault(name, all(shape.get(0)));
        int width = shape.size() > 1 ? shape.get(1) : 1;
        int[] keptColumns = columns.getOrDefault(name, all(width));
        int cell = shape.stream().skip(2).reduce(1, (a, b) -> a * b);
        float[] values = new float[keptRows.length * keptColumns.length * cell];
        int to = 0;
        for (int row : keptRows) {
            for (int column : keptColumns) {
                System.arraycopy(tensor.values(), (row * width + column) * cell, values, to, cell);
                to += cell;
            }
        }
        shape.set(0, keptRows.length);
        if (shape.size() > 1) {
            shape.set(1, keptColumns.length);
        }
        return new Tensor(values, shape);
    }

    private static int[] kept(ChannelMask mask, String group) {
        return mask.kept().get(group).stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] all(int count) {
        return IntStream.range(0, count).toArray();
    }
}
