package io.stampede.core.prune;

import io.stampede.core.network.Architecture;
import io.stampede.core.network.NetworkSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts a network from nothing but the names and shapes of its tensors and the sizes of planes as
 * the design pages give them; shares no code with the cost model.
 *
 * @param parameters all values but running statistics
 * @param multiplyAdds of convolutions and classifier for one picture
 * @param activations values of all convolutions' outputs for one picture
 */
record IndependentCount(long parameters, long multiplyAdds, long activations) {
    private static final int[] VGG19 = {32, 32, 16, 16, 8, 8, 8, 8, 4, 4, 4, 4, 2, 2, 2, 2};

    /** Counts tensors by name, for example {@code W.conv3.weight}. */
    static IndependentCount of(Architecture architecture, Map<String, List<Integer>> shapes) {
        long parameters = 0;
        long multiplyAdds = 0;
        long activations = 0;
        for (Map.Entry<String, List<Integer>> tensor : shapes.entrySet()) {
            long size =
                    tensor.getValue().stream()
                            .mapToLong(Integer::longValue)
                            .reduce(1, (a, b) -> a * b);
            if (tensor.getKey().contains(".running_")) {
                continue;
            }
            parameters += size;
            if (tensor.getValue().size() == 4) {
                long pixels = pixels(architecture, tensor.getKey());
                multiplyAdds += size * pixels;
                activations += tensor.getValue().get(0) * pixels;
            } else if (tensor.getValue().size() == 2) {
                multiplyAdds += size;
            }
        }
        return new IndependentCount(parameters, multiplyAdds, activations);
    }

    /** The bound of docs/adr/0008 for SGD. */
    long trainingBytes(int batch) {
        return 40 * parameters + 4L * batch * (4 * activations + 81_920) + 20_971_520;
    }

    /** Shapes of a network with other channel counts, from the shapes of the full one. */
    static Map<String, List<Integer>> shapes(NetworkSpec full, Map<String, Integer> counts) {
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        full.convolutions()
                .forEach(
                        convolution -> {
                            int in = counts.getOrDefault(convolution.input(), 3);
                            int out = counts.get(convolution.output());
                            int kernel = convolution.weight().contains("shortcut") ? 1 : 3;
                            shapes.put(convolution.weight(), List.of(out, in, kernel, kernel));
                            shapes.put(convolution.norm("weight"), List.of(out));
                            shapes.put(convolution.norm("bias"), List.of(out));
                        });
        int in = counts.get(full.classifier().input());
        shapes.put("W.fc.weight", List.of(full.classes(), in));
        shapes.put("W.fc.bias", List.of(full.classes()));
        return shapes;
    }

    private static long pixels(Architecture architecture, String name) {
        int side;
        if (architecture == Architecture.VGG19) {
            side = VGG19[Integer.parseInt(name.replaceAll("\\D", "")) - 1];
        } else {
            side = name.startsWith("W.stage") ? 64 >> (name.charAt(7) - '0') : 32;
        }
        return (long) side * side;
    }
}
