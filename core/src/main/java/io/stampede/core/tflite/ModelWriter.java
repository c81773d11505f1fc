package io.stampede.core.tflite;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a folded network's steps as operations, in whatever numbers. Serves for one file. */
final class ModelWriter implements Step.Visitor {
    private final NumberForm form;
    private final FlatModel model = new FlatModel();
    private final Map<String, Integer> numbers = new HashMap<>();

    private ModelWriter(NumberForm form) {
        this.form = form;
    }

    /** The bytes of the file. */
    static byte[] write(FoldedNetwork network, NumberForm form, String description) {
        ModelWriter writer = new ModelWriter(form);
        int input = writer.model.add(new FloatForm(false).activation(network.input()));
        writer.numbers.put(
                network.input().name(), form.begin(writer.model, input, network.input()));
        network.steps().forEach(step -> step.accept(writer));
        int last = writer.number(network.output());
        int output = form.end(writer.model, last, network.output());
        return writer.model.toBytes(description, input, output);
    }

    @Override
    public void convolve(Step.Convolve step) {
        boolean same = step.stride() == 1;
        int input = same || step.padding() == 0 ? number(step.input()) : padded(step);
        List<Integer> constants = form.constants(model, step.weights(), step.input(), true);
        add(
                Operation.CONV_2D,
                List.of(input, constants.get(0), constants.get(1)),
                step.output(),
                Options.convolution(step.stride(), same, step.relu()));
    }

    /** "Same" padding with stride 2 pads at the end alone; training pads on both sides. */
    private int padded(Step.Convolve step) {
        Activation input = step.input();
        String name = step.output().name();
        int side = step.padding();
        int[] amounts = {0, 0, side, side, side, side, 0, 0};
        int constant = constant(name + ".padding", new int[] {4, 2}, amounts);
        Activation wider = new Activation(input.name(), input.size() + 2 * side, input.channels());
        int padded = model.add(form.activation(wider).named(name + ".padded"));
        model.add(
                Operation.PAD,
                form.version(Operation.PAD),
                List.of(number(input), constant),
                padded,
                Options.NONE);
        return padded;
    }

    @Override
    public void add(Step.Add step) {
        List<Integer> inputs = List.of(number(step.left()), number(step.right()));
        add(Operation.ADD, inputs, step.output(), Options.sumWithRelu());
    }

    @Override
    public void pool(Step.Pool step) {
        List<Integer> inputs = List.of(number(step.input()));
        add(Operation.MAX_POOL_2D, inputs, step.output(), Options.pooling(step.kernel()));
    }

    @Override
    public void average(Step.Average step) {
        int axes = constant("axes", new int[] {2}, 1, 2);
        add(Operation.MEAN, List.of(number(step.input()), axes), step.output(), Options.mean());
    }

    @Override
    public void classify(Step.Classify step) {
        List<Integer> constants = form.constants(model, step.weights(), step.input(), false);
        add(
                Operation.FULLY_CONNECTED,
                List.of(number(step.input()), constants.get(0), constants.get(1)),
                step.output(),
                Options.fullyConnected());
    }

    private void add(
            Operation operation, List<Integer> inputs, Activation output, Options options) {
        int number = model.add(form.activation(output));
        model.add(operation, form.version(operation), inputs, number, options);
        numbers.put(output.name(), number);
    }

    private int constant(String name, int[] shape, int... values) {
        return model.add(
                FlatTensor.constant(name, ElementType.INT32, shape, LittleEndian.integers(values)));
    }

    private int number(Activation activation) {
        return numbers.get(activation.name());
    }
}
