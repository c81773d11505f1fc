package io.stampede.core.tflite;

/** One computation of a folded network; closed, so that whoever handles steps handles all. */
sealed interface Step {
    /** Handles one kind of step each. */
    interface Visitor {
        /** Handles a convolution. */
        void convolve(Convolve step);

        /** Handles a sum. */
        void add(Add step);

        /** Handles a max pooling. */
        void pool(Pool step);

        /** Handles an average over all pixels. */
        void average(Average step);

        /** Handles a classifier. */
        void classify(Classify step);
    }

    /** Calls the visitor's method for this kind of step. */
    void accept(Visitor visitor);

    /** The value computed. */
    Activation output();

    /**
     * A convolution with bias, and a ReLU where asked.
     *
     * @param stride 1 or 2
     * @param padding pixels of zeros around the input, on every side
     */
    record Convolve(
            Activation input,
            Activation output,
            Weights weights,
            int stride,
            int padding,
            boolean relu)
            implements Step {
        /** Side of the square kernel. */
        int kernel() {
            return weights.shape()[1];
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.convolve(this);
        }
    }

    /** The sum of two values of the same shape, then a ReLU. */
    record Add(Activation left, Activation right, Activation output) implements Step {
        @Override
        public void accept(Visitor visitor) {
            visitor.add(this);
        }
    }

    /** Max pooling without overlap. */
    record Pool(Activation input, Activation output, int kernel) implements Step {
        @Override
        public void accept(Visitor visitor) {
            visitor.pool(this);
        }
    }

    /** The average of all pixels. */
    record Average(Activation input, Activation output) implements Step {
        @Override
        public void accept(Visitor visitor) {
            visitor.average(this);
        }
    }

    /** The fully connected layer, with bias. */
    record Classify(Activation input, Activation output, Weights weights) implements Step {
        @Override
        public void accept(Visitor visitor) {
            visitor.classify(this);
        }
    }
}
