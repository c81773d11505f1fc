package io.stampede.core.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.model.RowSource;
import io.stampede.core.model.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Carries values between files and the engine. */
public final class Tensors {
    private Tensors() {}

    /** Copies tensors into the engine. */
    public static Parameters load(NDManager parent, Map<String, Tensor> tensors) {
        Parameters parameters = new Parameters(parent);
        tensors.forEach((name, tensor) -> parameters.put(name, tensor.values(), shape(tensor)));
        return parameters;
    }

    /** Copies tensors into a map, one at a time, so that only one of them is in the heap. */
    public static void putAll(
            Parameters target, Iterable<String> names, Function<String, Tensor> source) {
        for (String name : names) {
            Tensor tensor = source.apply(name);
            target.put(name, tensor.values(), shape(tensor));
        }
    }

    /** Copies tensors into a map. */
    public static void putAll(Parameters target, Map<String, Tensor> tensors) {
        putAll(target, tensors.keySet(), tensors::get);
    }

    /** Copies one parameter out of the engine. */
    public static Tensor save(Parameters parameters, String name) {
        NDArray array = parameters.get(name);
        return new Tensor(
                array.toFloatArray(),
                Arrays.stream(array.getShape().getShape()).mapToObj(Math::toIntExact).toList());
    }

    /** Reads rows of parameters as if they lay in a file. */
    public static RowSource rows(Parameters parameters) {
        return (name, first, count) -> {
            NDIndex index = new NDIndex("{}:{}", first, first + count);
            try (NDArray rows = parameters.get(name).get(index)) {
                return rows.toFloatArray();
            }
        };
    }

    /** Copies all parameters out of the engine, in their order. */
    public static Map<String, Tensor> save(Parameters parameters) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        parameters.names().forEach(name -> tensors.put(name, save(parameters, name)));
        return tensors;
    }

    private static Shape shape(Tensor tensor) {
        return new Shape(tensor.shape().stream().mapToLong(Integer::longValue).toArray());
    }
}
