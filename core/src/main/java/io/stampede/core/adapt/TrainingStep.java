package io.stampede.core.adapt;

/**
 * What one optimiser step of fine-tuning is made of, as it was admitted.
 *
 * @param batchSize most pictures in one mini-batch; batch norm sees these together
 * @param accumulatedBatches mini-batches whose gradients one step adds up
 * @param predictedBytes what training was proved to need beyond the loaded engine, at most
 */
public record TrainingStep(int batchSize, int accumulatedBatches, long predictedBytes) {}
