package io.stampede.core.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.network.Convolution;
import io.stampede.core.network.Layer;
import io.stampede.core.network.NetworkSpec;
import java.util.List;

/**
 * The forward pass of any network that a {@link NetworkSpec} describes, full, masked or sliced.
 *
 * <p>Holds no weights: they come as {@link Parameters} whose shapes fit the spec. Lets go of each
 * intermediate result as soon as the next one is there: what a backward pass needs, the engine
 * keeps by itself, and the rest is memory that the next layer can use while it is warm. Pools
 * before ReLU where the gates allow it, see {@link ChannelGate.Scaling}.
 */
public final class Network {
    /** Numerical floor of batch norm's variance, as in PyTorch. */
    public static final float NORM_EPSILON = 1e-5f;

    private static final float NORM_MOMENTUM = 0.9f; // DJL counts the share that is kept
    private static final int CHANNEL_AXIS = -1; // DJL's name for axis 1 without two transpositions
    private static final Shape NO_DILATION = new Shape(1, 1);

    private final NetworkSpec spec;

    /** A forward pass over the layers of a spec. */
    public Network(NetworkSpec spec) {
        this.spec = spec;
    }

    /**
     * Computes the logits.
     *
     * @param weights the {@code W.*} of the spec
     * @param images {@code [b, 3, 32, 32]}, normalised
     * @param training whether batch norm uses and records the statistics of the batch
     * @param gate what happens to each group's channels
     * @return {@code [b, classes]}
     */
    public NDArray forward(Parameters weights, NDArray images, boolean training, ChannelGate gate) {
        return run(spec.layers(), new Pass(weights, training, gate), images);
    }

    /**
     * Runs the layers in front of the classifier alone; the set path needs no logits.
     *
     * @return {@code [b, c]} of the last group
     */
    public NDArray features(
            Parameters weights, NDArray images, boolean training, ChannelGate gate) {
        List<Layer> body = spec.layers().subList(0, spec.layers().size() - 1);
        return run(body, new Pass(weights, training, gate), images);
    }

    private static NDArray run(List<Layer> layers, Pass pass, NDArray images) {
        NDArray value = images;
        for (int i = 0; i < layers.size(); i++) {
            pass.input = value;
            boolean pooled = i + 1 < layers.size() && pass.poolsFirst(layers.get(i + 1));
            NDArray output = layers.get(i).accept(pass);
            if (value != images) {
                value.close();
            }
            value = output;
            i += pooled ? 1 : 0;
        }
        return value;
    }

    private static final class Pass implements Layer.Visitor<NDArray> {
        private final Parameters weights;
        private final boolean training;
        private final ChannelGate gate;
        private NDArray input;
        private Layer.MaxPooling pooling; // of what the next gate sees, or null

        private Pass(Parameters weights, boolean training, ChannelGate gate) {
            this.weights = weights;
            this.training = training;
            this.gate = gate;
        }

        /** Whether the layer in front of this one does its work, too. */
        boolean poolsFirst(Layer next) {
            pooling = gate.scales() && next instanceof Layer.MaxPooling max ? max : null;
            return pooling != null;
        }

        @Override
        public NDArray gatedConvolution(Layer.GatedConvolution layer) {
            NDArray normalized = normalized(layer.convolution(), input);
            if (pooling == null) {
                return gated(layer.convolution().output(), normalized);
            }
            try (normalized) {
                return gated(layer.convolution().output(), pooled(pooling, normalized));
            }
        }

        @Override
        public NDArray maxPooling(Layer.MaxPooling layer) {
            return pooled(layer, input);
        }

        private static NDArray pooled(Layer.MaxPooling layer, NDArray planes) {
            Shape kernel = new Shape(layer.kernel(), layer.kernel());
            return planes.getNDArrayInternal().maxPool(kernel, kernel, new Shape(0, 0), false);
        }

        @Override
        public NDArray residualBlock(Layer.ResidualBlock layer) {
            try (NDArray mid = gated(layer.first().output(), normalized(layer.first(), input));
                    NDArray straight = normalized(layer.second(), mid);
                    NDArray shortcut = normalized(layer.shortcut(), input)) {
                return gated(layer.second().output(), straight.add(shortcut));
            }
        }

        @Override
        public NDArray averagePooling(Layer.AveragePooling layer) {
            Shape shape = input.getShape();
            return input.reshape(shape.get(0), shape.get(1), -1).mean(new int[] {2});
        }

        @Override
        public NDArray classifier(Layer.Classifier layer) {
            return input.getNDArrayInternal()
                    .linear(input, weights.get(layer.weight()), weights.get(layer.bias()))
                    .singletonOrThrow();
        }

        private NDArray gated(String group, NDArray preActivation) {
            NDArray activation = preActivation.getNDArrayInternal().relu();
            NDArray gated = gate.apply(group, preActivation, activation);
            preActivation.close();
            if (gated != activation) {
                activation.close();
            }
            return gated;
        }

        private NDArray normalized(Convolution convolution, NDArray value) {
            try (NDArray response = convolved(convolution, value)) {
                return response.getNDArrayInternal()
                        .batchNorm(
                                response,
                                weights.get(convolution.norm("running_mean")),
                                weights.get(convolution.norm("running_var")),
                                weights.get(convolution.norm("weight")),
                                weights.get(convolution.norm("bias")),
                                CHANNEL_AXIS,
                                NORM_MOMENTUM,
                                NORM_EPSILON,
                                training)
                        .singletonOrThrow();
            }
        }

        private NDArray convolved(Convolution convolution, NDArray value) {
            return value.getNDArrayInternal()
                    .convolution(
                            value,
                            weights.get(convolution.weight()),
                            null,
                            new Shape(convolution.stride(), convolution.stride()),
                            new Shape(convolution.padding(), convolution.padding()),
                            NO_DILATION,
                            1)
                    .singletonOrThrow();
        }
    }
}
