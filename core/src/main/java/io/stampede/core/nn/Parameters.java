package io.stampede.core.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * An ordered map from the names of format.md to tensors: phi, a copy of it, its gradient, or a
 * subnetwork.
 *
 * <p>Owns its tensors and frees them when closed. Not thread-safe. No tensor in here requires a
 * gradient; {@link #leaves} makes aliases that do, for the length of one step.
 */
public final class Parameters implements AutoCloseable {
    private final NDManager manager;
    private final boolean owned;
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();

    /** An empty map whose tensors live until it is closed, or until {@code parent} is. */
    public Parameters(NDManager parent) {
        this(parent.newSubManager(), true);
    }

    private Parameters(NDManager manager, boolean owned) {
        this.manager = manager;
        this.owned = owned;
    }

    /** An empty map whose tensors belong to a manager itself, and live as long as that. */
    static Parameters over(NDManager manager) {
        return new Parameters(manager, false);
    }

    /** Whether a parameter is learned by gradients; running statistics are not. */
    public static boolean isTrained(String name) {
        return !name.endsWith(".running_mean") && !name.endsWith(".running_var");
    }

    /** Whether weight decay applies: to convolution and classifier weights alone (section 4). */
    public static boolean isDecayed(String name) {
        return name.startsWith("W.")
                && name.endsWith(".weight")
                && (name.equals("W.fc.weight") || name.contains("conv"));
    }

    /** Adds a tensor with these values; the array is copied. */
    public void put(String name, float[] values, Shape shape) {
        put(name, manager.create(values, shape));
    }

    /** Adds a tensor and takes over its ownership. */
    public void put(String name, NDArray array) {
        array.attach(manager);
        NDArray previous = arrays.put(name, array);
        if (previous != null) {
            previous.close();
        }
    }

    /** The tensor of that name. */
    public NDArray get(String name) {
        NDArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException(
                    "expected one of " + arrays.keySet() + ", found " + name);
        }
        return array;
    }

    /** All names, in order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(arrays.keySet());
    }

    /** Bytes of all tensors. */
    public long bytes() {
        return arrays.values().stream()
                .mapToLong(array -> array.size() * array.getDataType().getNumOfBytes())
                .sum();
    }

    /** Bytes of all tensors that a manager itself owns, such as the activations of a step. */
    public static long bytes(NDManager owner) {
        return owner.getManagedArrays().stream()
                .mapToLong(array -> array.size() * array.getDataType().getNumOfBytes())
                .sum();
    }

    /** A deep copy under another manager. */
    public Parameters copy(NDManager parent) {
        return copy(parent, name -> true);
    }

    /** A deep copy of the chosen tensors under another manager. */
    public Parameters copy(NDManager parent, Predicate<String> chosen) {
        Parameters copy = new Parameters(parent);
        arrays.forEach(
                (name, array) -> {
                    if (chosen.test(name)) {
                        copy.put(name, array.duplicate());
                    }
                });
        return copy;
    }

    /**
     * Moves the chosen tensors next to each other in memory.
     *
     * @return that memory as one vector, {@code [n]}; what is done to it in place is done to them
     */
    public NDArray flatten(Predicate<String> chosen) {
        NDList pieces = new NDList();
        List<String> names = arrays.keySet().stream().filter(chosen).toList();
        names.forEach(name -> pieces.add(arrays.get(name).flatten()));
        NDArray flat = NDArrays.concat(pieces);
        pieces.close();
        flat.attach(manager);
        long from = 0;
        for (String name : names) {
            Shape shape = arrays.get(name).getShape();
            long to = from + shape.size();
            try (NDArray piece = flat.get(new NDIndex("{}:{}", from, to))) {
                put(name, piece.reshape(shape));
            }
            from = to;
        }
        return flat;
    }

    /** Zeros of the same names and shapes, for the chosen tensors. */
    public Parameters zeros(NDManager parent, Predicate<String> chosen) {
        Parameters zeros = new Parameters(parent);
        arrays.forEach(
                (name, array) -> {
                    if (chosen.test(name)) {
                        zeros.put(name, zeros.manager.zeros(array.getShape()));
                    }
                });
        return zeros;
    }

    /**
     * Aliases of all tensors for one forward and backward pass: the same memory, fresh gradients
     * for the chosen ones.
     */
    public Parameters leaves(NDManager step, Predicate<String> learned) {
        Parameters leaves = new Parameters(step);
        arrays.forEach(
                (name, array) -> {
                    NDArray alias = array.stopGradient();
                    leaves.put(name, alias);
                    if (learned.test(name) && isTrained(name)) {
                        alias.setRequiresGradient(true);
                    }
                });
        return leaves;
    }

    /** The gradients of leaves after a backward pass; they live as long as the leaves' manager. */
    public Parameters gradients() {
        Parameters gradients = new Parameters(manager);
        arrays.forEach(
                (name, array) -> {
                    if (array.hasGradient()) {
                        gradients.put(name, array.getGradient());
                    }
                });
        return gradients;
    }

    /** {@code this += other} for every name of {@code other}. */
    public void addInPlace(Parameters other) {
        other.arrays.forEach((name, array) -> get(name).addi(array));
    }

    /** {@code this += other} for every name of this. */
    public void addSelectedInPlace(Parameters other) {
        arrays.forEach((name, array) -> array.addi(other.get(name)));
    }

    /** {@code this *= factor}. */
    public void scaleInPlace(double factor) {
        arrays.values().forEach(array -> array.muli(factor));
    }

    /** Overwrites the values of every name of {@code other}. */
    public void assign(Parameters other) {
        other.arrays.forEach((name, array) -> get(name).set(new NDIndex(":"), array));
    }

    /** The manager that owns the tensors. */
    public NDManager manager() {
        return manager;
    }

    @Override
    public void close() {
        if (owned) {
            manager.close();
        }
    }
}
