package io.stampede.core.mask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.gate.BetaBernoulli;
import io.stampede.core.gate.Gates;
import io.stampede.core.model.GeneratorForm;
import io.stampede.core.model.RowSource;
import io.stampede.core.network.Convolution;
import io.stampede.core.network.Layer;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Network;
import io.stampede.core.nn.TensorLedger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The mask generator that never holds the whole network: it scores layer by layer, some filters at
 * a time, straight from the file (algorithms.md 9.1).
 *
 * <p>On the masked set path a layer needs its weights at the kept inputs alone, and a gate looks at
 * its own channel alone, so the scores equal those of {@link MaskGenerator} up to rounding, for any
 * chunk size.
 */
public final class StreamingPruner {
    /** Filters per chunk that keep a chunk of any layer under 1.2 MB. */
    public static final int FILTERS_PER_CHUNK = 64;

    private final NetworkSpec spec;
    private final boolean literal;
    private final RowSource source;
    private final NDManager manager;
    private final int filtersPerChunk;
    private final TensorLedger ledger;

    /** A pruner over the stored tensors of one network, with a ledger of its own. */
    public StreamingPruner(
            NetworkSpec spec, RowSource source, NDManager manager, int filtersPerChunk) {
        this(
                spec,
                GeneratorForm.PAPER,
                source,
                manager,
                new Chunking(filtersPerChunk, new TensorLedger()));
    }

    /**
     * A pruner over the stored tensors of one network.
     *
     * @param form of the generator
     * @param source reads some rows of a tensor
     */
    public StreamingPruner(
            NetworkSpec spec,
            GeneratorForm form,
            RowSource source,
            NDManager manager,
            Chunking chunking) {
        this.spec = spec;
        this.literal = form.setPath() == GeneratorForm.SetPath.LITERAL;
        this.source = source;
        this.manager = manager;
        this.filtersPerChunk = chunking.filters();
        this.ledger = chunking.ledger();
    }

    /**
     * How much is in memory at a time, and who counts it.
     *
     * @param filters of a layer in memory at a time
     * @param ledger counts the tensors, and the planes that wait in the heap
     */
    public record Chunking(int filters, TensorLedger ledger) {}

    /**
     * Computes the expected mask of Eq. 14.
     *
     * @param representation o_0, {@code [3072]}
     * @return group to E[m] per channel, in the order of the forward pass
     */
    public Map<String, float[]> score(float[] representation) {
        return score(representation, () -> {});
    }

    /** As {@link #score(float[])}, telling a listener when half of the layers are done. */
    public Map<String, float[]> score(float[] representation, Runnable half) {
        int[] colours = IntStream.range(0, NetworkSpec.IMAGE_CHANNELS).toArray();
        Pass pass = new Pass(new Planes(representation, colours, NetworkSpec.IMAGE_SIZE));
        int layers = spec.layers().size();
        for (int l = 0; l < layers; l++) {
            if (l == layers / 2) {
                half.run();
            }
            spec.layers().get(l).accept(pass);
        }
        return pass.expected;
    }

    /** Most bytes that scoring held at once: one chunk of weights and the planes around it. */
    public long peakBytes() {
        return ledger.peakBytes();
    }

    private final class Pass implements Layer.Visitor<Void> {
        private final Map<String, float[]> expected = new LinkedHashMap<>();
        private Planes planes;

        private Pass(Planes planes) {
            this.planes = planes;
        }

        @Override
        public Void gatedConvolution(Layer.GatedConvolution layer) {
            Convolution convolution = layer.convolution();
            Planes input = planes;
            planes = gate(convolution, chunk -> chunk.convolve(convolution, input));
            return null;
        }

        @Override
        public Void maxPooling(Layer.MaxPooling layer) {
            planes = planes.pooled(manager, layer.kernel());
            return null;
        }

        @Override
        public Void residualBlock(Layer.ResidualBlock layer) {
            Planes input = planes;
            Planes mid = gate(layer.first(), chunk -> chunk.convolve(layer.first(), input));
            planes =
                    gate(
                            layer.second(),
                            chunk ->
                                    chunk.convolve(layer.second(), mid)
                                            .add(chunk.convolve(layer.shortcut(), input)));
            return null;
        }

        @Override
        public Void averagePooling(Layer.AveragePooling layer) {
            return null;
        }

        @Override
        public Void classifier(Layer.Classifier layer) {
            return null;
        }

        private Planes gate(Convolution convolution, ChunkForward forward) {
            int channels = spec.channels(convolution.output());
            PlaneCollector collector =
                    new PlaneCollector(channels, convolution.outputSize(), literal);
            for (int first = 0; first < channels; first += filtersPerChunk) {
                int count = Math.min(filtersPerChunk, channels - first);
                try (TensorLedger.Scope scope = ledger.scope(manager)) {
                    Chunk chunk = new Chunk(scope.manager(), first, count);
                    NDArray preActivation = forward.apply(chunk);
                    float[] mask = chunk.expectedMask(convolution.output(), preActivation);
                    NDArray active = preActivation.getNDArrayInternal().relu();
                    collector.add(first, mask, active.toFloatArray());
                }
            }
            expected.put(convolution.output(), collector.expected());
            Planes collected = collector.planes();
            ledger.inHeap(planes.bytes() + 2 * collected.bytes());
            return collected;
        }
    }

    private interface ChunkForward {
        NDArray apply(Chunk chunk);
    }

    /** Some consecutive filters of a layer, alive within one scope. */
    private final class Chunk {
        private final NDManager scope;
        private final int first;
        private final int count;

        private Chunk(NDManager scope, int first, int count) {
            this.scope = scope;
            this.first = first;
            this.count = count;
        }

        /** Batch-normalised response of these filters, {@code [1, count, h, w]}. */
        private NDArray convolve(Convolution convolution, Planes input) {
            NDArray planes = input.tensor(scope);
            NDArray response =
                    planes.getNDArrayInternal()
                            .convolution(
                                    planes,
                                    weight(convolution, input.kept()),
                                    null,
                                    new Shape(convolution.stride(), convolution.stride()),
                                    new Shape(convolution.padding(), convolution.padding()),
                                    new Shape(1, 1),
                                    1)
                            .singletonOrThrow();
            return response.getNDArrayInternal()
                    .batchNorm(
                            response,
                            vector(convolution.norm("running_mean")),
                            vector(convolution.norm("running_var")),
                            vector(convolution.norm("weight")),
                            vector(convolution.norm("bias")),
                            -1,
                            1,
                            Network.NORM_EPSILON,
                            false)
                    .singletonOrThrow();
        }

        private NDArray weight(Convolution convolution, int[] columns) {
            int kernel = convolution.kernel() * convolution.kernel();
            int in = spec.channels(convolution.input());
            float[] rows = source.rows(convolution.weight(), first, count);
            float[] chosen = columns.length == in ? rows : columns(rows, in, columns, kernel);
            Shape shape =
                    new Shape(count, columns.length, convolution.kernel(), convolution.kernel());
            NDArray weight = scope.create(chosen, shape);
            ledger.inHeap(4L * rows.length + (chosen == rows ? 0 : 4L * chosen.length));
            return weight;
        }

        /** The chosen columns of each row; a column is a run of {@code kernel} values. */
        private float[] columns(float[] rows, int in, int[] columns, int kernel) {
            float[] chosen = new float[count * columns.length * kernel];
            int to = 0;
            for (int row = 0; row < count; row++) {
                for (int column : columns) {
                    System.arraycopy(rows, (row * in + column) * kernel, chosen, to, kernel);
                    to += kernel;
                }
            }
            return chosen;
        }

        private float[] expectedMask(String group, NDArray preActivation) {
            NDArray pooled = preActivation.reshape(count, -1).mean(new int[] {1}); // o_c
            NDArray a = BetaBernoulli.positive(vector(Gates.name(group, "a")));
            NDArray b = BetaBernoulli.positive(vector(Gates.name(group, "b")));
            NDArray argument =
                    pooled.mul(vector(Gates.name(group, "gamma")))
                            .add(vector(Gates.name(group, "beta")));
            return BetaBernoulli.expectation(a, b)
                    .mul(BetaBernoulli.clamp(argument))
                    .toFloatArray();
        }

        private NDArray vector(String name) {
            return scope.create(source.rows(name, first, count));
        }
    }
}
