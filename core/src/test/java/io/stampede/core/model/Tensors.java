package io.stampede.core.model;

import java.util.LinkedHashMap;
import java.util.Map;

/** Tensors for tests. */
final class Tensors {
    private Tensors() {}

    /** Every tensor of a layout, each value telling where it stands, variances positive. */
    static Map<String, Tensor> numbered(TensorLayout layout) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        layout.shapes()
                .forEach(
                        (name, shape) -> {
                            int count = shape.stream().reduce(1, Math::multiplyExact);
                            float[] values = new float[count];
                            for (int i = 0; i < count; i++) {
                                values[i] = (tensors.size() + i) % 1024;
                            }
                            tensors.put(name, new Tensor(values, shape));
                        });
        return tensors;
    }
}
