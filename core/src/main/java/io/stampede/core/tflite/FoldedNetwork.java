package io.stampede.core.tflite;

import static java.util.Objects.requireNonNull;

import io.stampede.core.network.Convolution;
import io.stampede.core.network.Layer;
import io.stampede.core.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A plain network for one picture, pixel by pixel in memory, its batch norms folded into the
 * convolutions.
 *
 * @param input the normalised picture, {@code [1, 32, 32, 3]}
 * @param steps in the order of computation; the output of the last one are the logits
 */
record FoldedNetwork(Activation input, List<Step> steps) {
    private static final Activation PICTURE =
            new Activation("image", NetworkSpec.IMAGE_SIZE, NetworkSpec.IMAGE_CHANNELS);

    /** Checks and copies. */
    FoldedNetwork {
        requireNonNull(input, "input is null");
        steps = List.copyOf(steps);
    }

    /** The logits, {@code [1, classes]}. */
    Activation output() {
        return steps.get(steps.size() - 1).output();
    }

    /**
     * Folds a network of any kept widths.
     *
     * @param weights gives the values of a parameter of the spec by its name, row-major
     */
    static FoldedNetwork of(NetworkSpec spec, Function<String, float[]> weights) {
        Builder builder = new Builder(spec, weights);
        spec.layers().forEach(layer -> layer.accept(builder));
        return new FoldedNetwork(PICTURE, builder.steps);
    }

    private static final class Builder implements Layer.Visitor<Activation> {
        private final NetworkSpec spec;
        private final Function<String, float[]> weights;
        private final List<Step> steps = new ArrayList<>();
        private Activation value = PICTURE;

        private Builder(NetworkSpec spec, Function<String, float[]> weights) {
            this.spec = spec;
            this.weights = weights;
        }

        @Override
        public Activation gatedConvolution(Layer.GatedConvolution layer) {
            return convolve(layer.convolution(), value, layer.convolution().output(), true);
        }

        @Override
        public Activation maxPooling(Layer.MaxPooling layer) {
            Activation pooled =
                    new Activation(
                            value.name() + ".pooled",
                            value.size() / layer.kernel(),
                            value.channels());
            return then(new Step.Pool(value, pooled, layer.kernel()));
        }

        @Override
        public Activation residualBlock(Layer.ResidualBlock layer) {
            Activation input = value;
            String out = layer.second().output();
            Activation mid = convolve(layer.first(), input, layer.first().output(), true);
            Activation straight = convolve(layer.second(), mid, out + ".straight", false);
            Activation shortcut = convolve(layer.shortcut(), input, out + ".shortcut", false);
            Activation sum = new Activation(out, straight.size(), straight.channels());
            return then(new Step.Add(straight, shortcut, sum));
        }

        @Override
        public Activation averagePooling(Layer.AveragePooling layer) {
            return then(new Step.Average(value, new Activation("features", 0, value.channels())));
        }

        @Override
        public Activation classifier(Layer.Classifier layer) {
            int[] shape = {spec.classes(), value.channels()};
            Weights head =
                    new Weights(
                            layer.name(),
                            shape,
                            weights.apply(layer.weight()),
                            weights.apply(layer.bias()));
            return then(
                    new Step.Classify(value, new Activation("logits", 0, spec.classes()), head));
        }

        private Activation convolve(
                Convolution convolution, Activation input, String name, boolean relu) {
            int channels = spec.channels(convolution.output());
            Activation output = new Activation(name, convolution.outputSize(), channels);
            return then(
                    new Step.Convolve(
                            input,
                            output,
                            Folding.fold(convolution, input.channels(), weights),
                            convolution.stride(),
                            convolution.padding(),
                            relu));
        }

        private Activation then(Step step) {
            steps.add(step);
            value = step.output();
            return value;
        }
    }
}
