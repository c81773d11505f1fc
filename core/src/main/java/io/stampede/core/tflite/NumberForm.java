package io.stampede.core.tflite;

import java.util.List;

/** How values and weights become tensors: what differs between the precisions. */
interface NumberForm {
    /** The tensor of a computed value. */
    FlatTensor activation(Activation activation);

    /**
     * Adds kernel and bias.
     *
     * @param input what they are multiplied with
     * @param perRow whether each row may have a scale of its own; true for convolutions alone: the
     *     runtime takes such a classifier and computes nonsense
     * @return the numbers of both tensors
     */
    List<Integer> constants(FlatModel model, Weights weights, Activation input, boolean perRow);

    /** The oldest version of an operation that knows these numbers. */
    int version(Operation operation);

    /**
     * Adds what turns the file's float input into the first activation.
     *
     * @param input number of the file's input
     * @return number of the first activation
     */
    int begin(FlatModel model, int input, Activation activation);

    /** Adds what turns the last activation into the file's float output; returns its number. */
    int end(FlatModel model, int last, Activation activation);
}
