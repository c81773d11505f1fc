package io.stampede.core.model;

import static java.util.Objects.requireNonNull;

import io.stampede.core.network.Convolution;
import io.stampede.core.network.Layer;
import io.stampede.core.network.NetworkSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which tensors a model file holds, with their shapes and in their order (format.md): the one
 * source for writing, checking and initialising.
 *
 * @param shapes name to shape, in the order of the file, which is that of the forward pass
 */
public record TensorLayout(Map<String, List<Integer>> shapes) {
    /** Values of a picture, and of the set representation: {@code 3 x 32 x 32}. */
    public static final int IMAGE_VALUES =
            NetworkSpec.IMAGE_CHANNELS * NetworkSpec.IMAGE_SIZE * NetworkSpec.IMAGE_SIZE;

    /** Parts of a batch norm, each of shape {@code [channels]}. */
    public static final List<String> NORM_PARTS =
            List.of("weight", "bias", "running_mean", "running_var");

    /** Parts of a gate, each of shape {@code [channels]} (algorithms.md 3.4). */
    public static final List<String> GATE_PARTS = List.of("a", "b", "gamma", "beta", "sigma");

    /** Copies. */
    public TensorLayout {
        shapes =
                Collections.unmodifiableMap(
                        new LinkedHashMap<>(requireNonNull(shapes, "shapes is null")));
    }

    /** The tensors of phi: theta, then per gate its W and pi, then the classifier. */
    public static TensorLayout metaModel(NetworkSpec network, int encoderDim) {
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        addEncoder(shapes, encoderDim);
        addNetwork(shapes, network, true);
        return new TensorLayout(shapes);
    }

    /** The tensors of a subnetwork: W alone. */
    public static TensorLayout subnetwork(NetworkSpec network) {
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        addNetwork(shapes, network, false);
        return new TensorLayout(shapes);
    }

    /** Prefix of a gate's tensors. */
    public static String gate(String group, String part) {
        return "pi." + group + "." + part;
    }

    /** What distinguishes a set of tensors from this layout, in words; empty if nothing does. */
    Optional<Mismatch> mismatch(Map<String, List<Integer>> found) {
        for (Map.Entry<String, List<Integer>> entry : shapes.entrySet()) {
            List<Integer> shape = found.get(entry.getKey());
            if (!entry.getValue().equals(shape)) {
                return Optional.of(
                        new Mismatch(
                                "tensor " + entry.getKey() + " of shape " + entry.getValue(),
                                shape == null ? "no such tensor" : shape.toString()));
            }
        }
        return found.keySet().stream()
                .filter(name -> !shapes.containsKey(name))
                .findFirst()
                .map(name -> new Mismatch(shapes.size() + " known tensors", "also " + name));
    }

    /** One difference between a file and its layout. */
    record Mismatch(String expected, String found) {}

    private static void addEncoder(Map<String, List<Integer>> shapes, int dim) {
        addAttention(shapes, "theta.sab1", IMAGE_VALUES, dim);
        addAttention(shapes, "theta.sab2", dim, dim);
        shapes.put("theta.pool.seed", List.of(1, dim));
        addLinear(shapes, "theta.pool.feed", dim, dim);
        addAttention(shapes, "theta.pool", dim, dim);
        addAttention(shapes, "theta.sab3", dim, dim);
        addLinear(shapes, "theta.out", dim, IMAGE_VALUES);
    }

    private static void addAttention(
            Map<String, List<Integer>> shapes, String prefix, int in, int dim) {
        addLinear(shapes, prefix + ".query", in, dim);
        addLinear(shapes, prefix + ".key", in, dim);
        addLinear(shapes, prefix + ".value", in, dim);
        addLinear(shapes, prefix + ".output", dim, dim);
        for (String norm : List.of(".norm0", ".norm1")) {
            shapes.put(prefix + norm + ".weight", List.of(dim));
            shapes.put(prefix + norm + ".bias", List.of(dim));
        }
    }

    private static void addLinear(
            Map<String, List<Integer>> shapes, String prefix, int in, int out) {
        shapes.put(prefix + ".weight", List.of(out, in));
        shapes.put(prefix + ".bias", List.of(out));
    }

    private static void addNetwork(
            Map<String, List<Integer>> shapes, NetworkSpec network, boolean gates) {
        for (Layer layer : network.layers()) {
            List<Convolution> convolutions = layer.convolutions();
            for (int i = 0; i < convolutions.size(); i++) {
                Convolution convolution = convolutions.get(i);
                addConvolution(shapes, network, convolution);
                // A gate follows the last convolution that feeds it: both branches of a block.
                boolean last =
                        i + 1 == convolutions.size()
                                || !convolutions.get(i + 1).output().equals(convolution.output());
                if (gates && last) {
                    int channels = network.channels(convolution.output());
                    GATE_PARTS.forEach(
                            part ->
                                    shapes.put(
                                            gate(convolution.output(), part), List.of(channels)));
                }
            }
        }
        int in = network.channels(network.classifier().input());
        shapes.put(network.classifier().weight(), List.of(network.classes(), in));
        shapes.put(network.classifier().bias(), List.of(network.classes()));
    }

    private static void addConvolution(
            Map<String, List<Integer>> shapes, NetworkSpec network, Convolution convolution) {
        int out = network.channels(convolution.output());
        int in = network.channels(convolution.input());
        shapes.put(
                convolution.weight(), List.of(out, in, convolution.kernel(), convolution.kernel()));
        NORM_PARTS.forEach(part -> shapes.put(convolution.norm(part), List.of(out)));
    }
}
