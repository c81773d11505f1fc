package io.stampede.core.network;

/**
 * Counts what a network costs: parameters and multiply-adds in exact integers, training memory as
 * an upper bound that is calibrated by measurement (algorithms.md 6.1 and 7.1).
 *
 * <p>The bound is over the growth of the process's resident memory above the loaded engine. Live
 * tensors explain 6 of the 10 values per parameter; the rest is what oneDNN keeps reordered and
 * what glibc's allocator holds between live tensors. Measured with {@code TrainingMemoryIT}, batch
 * 2 to 128, both networks, 2 to 100 % of the channels: the bound was 1.04 to 1.9 times the growth,
 * docs/adr/0008.
 *
 * @param batchSize pictures in one mini-batch
 * @param optimiserStates values kept per parameter: 1 for SGD with momentum, 2 for Adam
 */
public record CostModel(int batchSize, int optimiserStates) {
    /** The paper's fine-tuning: batch 128, SGD with momentum. */
    public static final CostModel FINE_TUNING = new CostModel(128, 1);

    private static final long BYTES_PER_VALUE = 4;

    /** From the backward pass, the sum over mini-batches, and both as one vector. */
    private static final long GRADIENT_VALUES = 3;

    /** Beside the states: decay factors, and the product that a step is computed from. */
    private static final long STEP_VALUES = 2;

    /** Per parameter, measured: weights reordered by oneDNN, and fragmentation. */
    private static final long FRAGMENTED_VALUES = 3;

    /** Per value of a convolution's output: itself, its ReLU, and two gradients on the way. */
    private static final long VALUES_PER_ACTIVATION = 4;

    /** Per picture: oneDNN fills up narrow layers to 16 channels, five times 32 x 32 of them. */
    private static final long PADDED_VALUES_PER_PICTURE = 5L * 16 * 32 * 32;

    /** Whatever the network: code of its kernels, caches, what encoding and scoring left behind. */
    private static final long WORKSPACE_BYTES = 20L << 20;

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
        for (Convolution convolution : network.convolutions()) {
            long in = network.channels(convolution.input());
            long out = network.channels(convolution.output());
            parameters += in * out * convolution.kernel() * convolution.kernel() + 2 * out;
            multiplyAdds += in * out * convolution.multiplyAddsPerPair();
        }
        long head = (long) network.channels(network.classifier().input()) * network.classes();
        parameters += head;
        multiplyAdds += head;
        return new Cost(parameters, multiplyAdds, trainingBytes(parameters, activations(network)));
    }

    /** What training a network takes, part by part. */
    public TrainingMemory memory(NetworkSpec network) {
        return memory(of(network).parameters(), activations(network));
    }

    /**
     * Most memory of one training step in bytes.
     *
     * @param activations values of all convolutions' outputs for one picture
     */
    public long trainingBytes(long parameters, long activations) {
        return memory(parameters, activations).total();
    }

    private TrainingMemory memory(long parameters, long activations) {
        long vector = BYTES_PER_VALUE * parameters;
        long planes = BYTES_PER_VALUE * batchSize;
        return new TrainingMemory(
                vector,
                GRADIENT_VALUES * vector,
                (optimiserStates + STEP_VALUES) * vector,
                VALUES_PER_ACTIVATION * activations * planes,
                FRAGMENTED_VALUES * vector + PADDED_VALUES_PER_PICTURE * planes + WORKSPACE_BYTES);
    }

    private static long activations(NetworkSpec network) {
        long activations = 0;
        for (Convolution convolution : network.convolutions()) {
            long pixels = (long) convolution.outputSize() * convolution.outputSize();
            activations += pixels * network.channels(convolution.output());
        }
        return activations;
    }
}
