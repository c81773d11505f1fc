package io.stampede.agent.adapt;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What newer adaptations tell besides; each is absent, or 0, where the document does not say it.
 *
 * @param incumbentAccuracy of what serves, on the same held-out pictures
 * @param dataSha256 digest of the private pictures; never leaves the device
 * @param predictedLatencyMillis of one picture on one thread, as planned
 * @param measuredLatencyMillis of one picture on one thread, as it then was
 * @param batchSize pictures per forward pass
 * @param accumulatedBatches forward passes per optimiser step
 * @param predictedTrainingBytes what the adaptation proved to need before it began
 * @param servingEngine {@code tflite/PRECISION} or {@code pytorch}
 */
public record AdaptationDetails(
        OptionalDouble incumbentAccuracy,
        Optional<String> dataSha256,
        OptionalDouble predictedLatencyMillis,
        OptionalDouble measuredLatencyMillis,
        int batchSize,
        int accumulatedBatches,
        long predictedTrainingBytes,
        String servingEngine) {
    /** Checks the components. */
    public AdaptationDetails {
        requireNonNull(incumbentAccuracy, "incumbent accuracy is null");
        requireNonNull(dataSha256, "data sha256 is null");
        requireNonNull(predictedLatencyMillis, "predicted latency is null");
        requireNonNull(measuredLatencyMillis, "measured latency is null");
        requireNonNull(servingEngine, "serving engine is null");
    }
}
