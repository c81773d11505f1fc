package io.stampede.core.tflite;

import java.util.List;
import java.util.Map;

/**
 * Computes with int8: activations by the ranges of a {@link Calibration}, kernels symmetric within
 * plus and minus 127, biases of 32 bits.
 *
 * @param ranges of every activation by its name
 */
record IntegerForm(Map<String, Range> ranges) implements NumberForm {
    private static final int LARGEST = 127;

    /** Keeps a bias within 32 bits, and its products where the runtime's multipliers are exact. */
    private static final float LARGEST_BIAS = 1 << 23;

    /** Checks and copies. */
    IntegerForm {
        ranges = Map.copyOf(ranges);
    }

    @Override
    public FlatTensor activation(Activation activation) {
        return FlatTensor.variable(activation.name(), ElementType.INT8, activation.shape())
                .with(Quantization.of(range(activation)));
    }

    @Override
    public List<Integer> constants(
            FlatModel model, Weights weights, Activation input, boolean perRow) {
        float inputScale = range(input).scale();
        float[] scales = perRow ? rowScales(weights, inputScale) : oneScale(weights, inputScale);
        float[] biasScales = new float[scales.length];
        for (int i = 0; i < scales.length; i++) {
            biasScales[i] = inputScale * scales[i];
        }
        int kernel =
                model.add(
                        FlatTensor.constant(
                                        weights.name(),
                                        ElementType.INT8,
                                        weights.shape(),
                                        kernel(weights, scales))
                                .with(Quantization.symmetric(scales)));
        int bias =
                model.add(
                        FlatTensor.constant(
                                        weights.name() + ".bias",
                                        ElementType.INT32,
                                        new int[] {weights.rows()},
                                        LittleEndian.integers(bias(weights, biasScales)))
                                .with(Quantization.symmetric(biasScales)));
        return List.of(kernel, bias);
    }

    private static float[] rowScales(Weights weights, float inputScale) {
        float[] scales = new float[weights.rows()];
        for (int row = 0; row < scales.length; row++) {
            scales[row] = scale(weights.largest(row, 1), weights.bias()[row], inputScale);
        }
        return scales;
    }

    private static float[] oneScale(Weights weights, float inputScale) {
        float largestBias = 0;
        for (float bias : weights.bias()) {
            largestBias = Math.max(largestBias, Math.abs(bias));
        }
        return new float[] {scale(weights.largest(0, weights.rows()), largestBias, inputScale)};
    }

    /** 1 for a row of zeros. */
    private static float scale(float largest, float bias, float inputScale) {
        float scale = Math.max(largest / LARGEST, Math.abs(bias) / inputScale / LARGEST_BIAS);
        return scale > Float.MIN_NORMAL ? scale : 1;
    }

    private static byte[] kernel(Weights weights, float[] scales) {
        byte[] integers = new byte[weights.kernel().length];
        for (int i = 0; i < integers.length; i++) {
            float scale = scales[scales.length == 1 ? 0 : i / weights.rowLength()];
            int rounded = Math.round(weights.kernel()[i] / scale);
            integers[i] = (byte) Math.max(-LARGEST, Math.min(LARGEST, rounded));
        }
        return integers;
    }

    private static int[] bias(Weights weights, float[] scales) {
        int[] integers = new int[weights.rows()];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = Math.round(weights.bias()[i] / scales[scales.length == 1 ? 0 : i]);
        }
        return integers;
    }

    @Override
    public int version(Operation operation) {
        return switch (operation) {
            case QUANTIZE -> 1;
            case ADD, DEQUANTIZE, MAX_POOL_2D, MEAN, PAD -> 2;
            case CONV_2D -> 3;
            case FULLY_CONNECTED -> 4;
        };
    }

    @Override
    public int begin(FlatModel model, int input, Activation activation) {
        int integers = model.add(activation(activation));
        convert(model, Operation.QUANTIZE, input, integers);
        return integers;
    }

    @Override
    public int end(FlatModel model, int last, Activation activation) {
        int floats = model.add(new FloatForm(false).activation(activation));
        convert(model, Operation.DEQUANTIZE, last, floats);
        return floats;
    }

    private void convert(FlatModel model, Operation operation, int from, int to) {
        model.add(operation, version(operation), List.of(from), to, Options.NONE);
    }

    private Range range(Activation activation) {
        return ranges.get(activation.name());
    }
}
