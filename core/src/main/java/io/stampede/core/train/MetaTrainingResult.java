package io.stampede.core.train;

import java.nio.file.Path;

/**
 * What a finished meta-training leaves.
 *
 * @param model the phi file
 * @param pretrainAccuracy training accuracy of W over the last pretraining epoch, in [0, 1]
 * @param metaAccuracy mean accuracy on the last mini-batches of the last meta-iterations, in [0, 1]
 * @param seconds wall-clock time of this run, without what an earlier run had done
 */
public record MetaTrainingResult(
        Path model, double pretrainAccuracy, double metaAccuracy, double seconds) {}
