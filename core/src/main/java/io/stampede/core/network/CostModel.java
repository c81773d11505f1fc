package io.stampede.core.network;

/**
 * Counts what a network costs, in exact integers (algorithms.md 6.1 and 7.1).
 *
 * @param batchSize pictures in one training step
 * @param optimiserStates values kept per parameter: 1 for SGD with momentum, 2 for Adam
 */
public record CostModel(int batchSize, int optimiserStates) {
    /** The paper's fine-tuning: batch 128, SGD with momentum. */
    public static final CostModel FINE_TUNING = new CostModel(128, 1);

    private static final long BYTES_PER_VALUE = 4;

    /** Kept per channel for the backward pass: output of convolution, batch norm, gated ReLU. */
    private static final long ACTIVATIONS_PER_CHANNEL = 3;

    /** im2col and gradient buffers that the engine holds whatever the network, measured. */
    private static final long WORKSPACE_BYTES = 16L << 20;

    /** Checks the components. */
    public CostModel {
        if (batchSize < 1 || optimiserStates < 0) {
            throw new IllegalArgumentException(
                    "expected a positive batch and no negative states, found %d and %d"
                            .formatted(batchSize, optimiserStates));
        }
    }

    /** Counts a network. */
    public Cost of(NetworkSpec network) {
        long parameters = network.classes();
        long multiplyAdds = 0;
        long activations = 0;
        for (Convolution convolution : network.convolutions()) {
            long in = network.channels(convolution.input());
            long out = network.channels(convolution.output());
            parameters += in * out * convolution.kernel() * convolution.kernel() + 2 * out;
            multiplyAdds += in * out * convolution.multiplyAddsPerPair();
            activations += out * convolution.outputSize() * convolution.outputSize();
        }
        long head = (long) network.channels(network.classifier().input()) * network.classes();
        parameters += head;
        multiplyAdds += head;
        return new Cost(parameters, multiplyAdds, trainingBytes(parameters, activations));
    }

    /**
     * Estimated peak memory of one training step in bytes.
     *
     * @param activations values of all convolutions' outputs for one picture
     */
    public long trainingBytes(long parameters, long activations) {
        return BYTES_PER_VALUE * parameters * (2 + optimiserStates)
                + BYTES_PER_VALUE * batchSize * ACTIVATIONS_PER_CHANNEL * activations
                + WORKSPACE_BYTES;
    }
}
