package io.stampede.core.tflite;

import java.util.List;

/**
 * Computes with floats; kernels may be kept as halves, which the runtime widens when it loads the
 * file. Biases are few and stay float32.
 *
 * @param halves whether kernels are kept as halves
 */
record FloatForm(boolean halves) implements NumberForm {
    /** Since this version the operation takes halves. */
    private static final int DEQUANTIZE_VERSION = 3;

    @Override
    public FlatTensor activation(Activation activation) {
        return FlatTensor.variable(activation.name(), ElementType.FLOAT32, activation.shape());
    }

    @Override
    public List<Integer> constants(
            FlatModel model, Weights weights, Activation input, boolean perRow) {
        int kernel = halves ? widened(model, weights) : plain(model, weights);
        int bias =
                model.add(
                        FlatTensor.constant(
                                weights.name() + ".bias",
                                ElementType.FLOAT32,
                                new int[] {weights.rows()},
                                LittleEndian.floats(weights.bias())));
        return List.of(kernel, bias);
    }

    private static int plain(FlatModel model, Weights weights) {
        return model.add(
                FlatTensor.constant(
                        weights.name(),
                        ElementType.FLOAT32,
                        weights.shape(),
                        LittleEndian.floats(weights.kernel())));
    }

    private static int widened(FlatModel model, Weights weights) {
        int half =
                model.add(
                        FlatTensor.constant(
                                weights.name() + ".half",
                                ElementType.FLOAT16,
                                weights.shape(),
                                LittleEndian.halves(weights.kernel())));
        int wide =
                model.add(
                        FlatTensor.variable(weights.name(), ElementType.FLOAT32, weights.shape()));
        model.add(Operation.DEQUANTIZE, DEQUANTIZE_VERSION, List.of(half), wide, Options.NONE);
        return wide;
    }

    @Override
    public int version(Operation operation) {
        return 1;
    }

    @Override
    public int begin(FlatModel model, int input, Activation activation) {
        return input;
    }

    @Override
    public int end(FlatModel model, int last, Activation activation) {
        return last;
    }
}
