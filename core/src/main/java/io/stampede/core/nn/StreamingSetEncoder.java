package io.stampede.core.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.model.Tensor;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * The set encoder for devices: the numbers of {@link SetEncoder}, up to rounding, with one block of
 * theta, some pictures and some rows of attention in memory at a time (algorithms.md 9.1).
 *
 * <p>Exact, since a projection looks at one picture and attention at one query. Not thread-safe.
 */
public final class StreamingSetEncoder {
    /**
     * Pictures, or queries, at a time: 0.8 MB of pictures; 0.7 MB per array of attention to 640.
     */
    private static final int ROWS = 64;

    private final int heads;
    private final double setMean;
    private final Collection<String> names;
    private final Function<String, Tensor> theta;
    private final TensorLedger ledger;

    /**
     * An encoder.
     *
     * @param heads attention heads
     * @param setMean how much of the mean picture is added to o_0
     * @param names of at least all {@code theta.*}
     * @param theta gives a tensor by name, when it is needed
     * @param ledger counts the tensors
     */
    public StreamingSetEncoder(
            int heads,
            double setMean,
            Collection<String> names,
            Function<String, Tensor> theta,
            TensorLedger ledger) {
        this.heads = heads;
        this.setMean = setMean;
        this.names = names;
        this.theta = theta;
        this.ledger = ledger;
    }

    /** Gives some rows of what is to be encoded. */
    @FunctionalInterface
    public interface Rows {
        /** Rows {@code from} to {@code to - 1}, {@code [to - from, ...]}, owned by the manager. */
        NDArray read(NDManager manager, int from, int to);
    }

    /**
     * Encodes a set.
     *
     * @param count n, the pictures of the set
     * @param pictures normalised, {@code [rows, 3, 32, 32]}
     * @return o_0, {@code [3072]}
     */
    public float[] encode(NDManager parent, int count, Rows pictures) {
        SumOfRows sum = new SumOfRows();
        float[] once =
                selfAttention(
                        parent, "theta.sab1", count, setMean == 0 ? pictures : sum.over(pictures));
        int width = once.length / count;
        float[] twice =
                selfAttention(
                        parent,
                        "theta.sab2",
                        count,
                        (manager, from, to) ->
                                manager.create(
                                        Arrays.copyOfRange(once, from * width, to * width),
                                        new Shape(to - from, width)));
        try (TensorLedger.Scope scope = ledger.scope(parent)) {
            NDManager manager = scope.manager();
            Parameters rest = load(manager, "theta.pool.", "theta.sab3.", "theta.out.");
            NDArray encoded = manager.create(twice, new Shape(count, width));
            float[] decoded = new SetEncoder(heads).pooled(rest, encoded).toFloatArray();
            return sum.addTo(decoded, setMean / count);
        }
    }

    /** Adds up the pictures as they pass. */
    private static final class SumOfRows {
        private float[] sum;

        Rows over(Rows pictures) {
            return (manager, from, to) -> {
                NDArray rows = pictures.read(manager, from, to);
                float[] part = rows.reshape(to - from, -1).sum(new int[] {0}).toFloatArray();
                sum = sum == null ? part : addTo(part, 1);
                return rows;
            };
        }

        /** The given values, each with so much of the sum added. */
        float[] addTo(float[] values, double factor) {
            for (int i = 0; sum != null && i < values.length; i++) {
                values[i] += (float) (factor * sum[i]);
            }
            return values;
        }
    }

    /** SAB over rows; returns {@code [n, d]}. */
    private float[] selfAttention(NDManager parent, String prefix, int count, Rows rows) {
        Attention attention = new Attention(prefix, heads);
        try (TensorLedger.Scope scope = ledger.scope(parent)) {
            Parameters block = load(scope.manager(), prefix + ".");
            Projections projections = new Projections(scope);
            for (int from = 0; from < count; from += ROWS) {
                try (TensorLedger.Scope some = ledger.scope(scope.manager())) {
                    int to = Math.min(count, from + ROWS);
                    NDArray flat = rows.read(some.manager(), from, to).reshape(to - from, -1);
                    projections.add(attention, block, flat);
                }
            }
            return projections.attend(attention, block);
        }
    }

    private Parameters load(NDManager manager, String... prefixes) {
        Parameters chosen = Parameters.over(manager);
        for (String prefix : prefixes) {
            List<String> wanted = names.stream().filter(name -> name.startsWith(prefix)).toList();
            Tensors.putAll(chosen, wanted, theta);
        }
        return chosen;
    }

    /** The same memory; what is made from it belongs to the scope. */
    private static NDArray alias(NDArray array, TensorLedger.Scope scope) {
        NDArray alias = array.stopGradient();
        alias.attach(scope.manager());
        return alias;
    }

    /** Queries, keys and values of one block, owned by its scope. */
    private final class Projections {
        private final TensorLedger.Scope scope;
        private final NDList queries = new NDList();
        private final NDList keys = new NDList();
        private final NDList values = new NDList();

        private Projections(TensorLedger.Scope scope) {
            this.scope = scope;
        }

        /** Projects some rows {@code [rows, in]}. */
        private void add(Attention attention, Parameters block, NDArray rows) {
            queries.add(kept(attention.project(block, "query", rows)));
            keys.add(kept(attention.project(block, "key", rows)));
            values.add(kept(attention.project(block, "value", rows)));
        }

        private NDArray kept(NDArray projection) {
            projection.attach(scope.manager());
            return projection;
        }

        /** Attends from each group of queries to all keys. */
        private float[] attend(Attention attention, Parameters block) {
            NDArray key = NDArrays.concat(keys, 0);
            NDArray value = NDArrays.concat(values, 0);
            ledger.observe();
            keys.close();
            values.close();
            float[] attended = new float[Math.toIntExact(key.size())];
            int done = 0;
            for (NDArray query : queries) {
                try (TensorLedger.Scope some = ledger.scope(scope.manager())) {
                    query.attach(some.manager());
                    float[] chunk =
                            attention
                                    .attend(block, query, alias(key, some), alias(value, some))
                                    .toFloatArray();
                    System.arraycopy(chunk, 0, attended, done, chunk.length);
                    done += chunk.length;
                }
            }
            return attended;
        }
    }
}
