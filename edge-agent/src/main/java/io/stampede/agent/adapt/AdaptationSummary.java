package io.stampede.agent.adapt;

import static java.util.Objects.requireNonNull;

import io.stampede.core.adapt.PhaseSeconds;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The scalars of an adaptation, as the child process hands them over.
 *
 * @param parameters of the subnetwork
 * @param multiplyAdds of the subnetwork for one picture
 * @param fullParameters of the full network with the same head
 * @param fullMultiplyAdds of the full network
 * @param keptCounts gate to its number of kept channels
 * @param accuracy on the private validation split, empty where nothing was held out
 * @param trainingImages pictures trained on
 * @param validationImages pictures held out
 * @param seconds wall-clock time by stage
 * @param peakTensorBytes most bytes of tensors alive at once
 * @param peakResidentBytes most resident memory of the child process
 * @param details what newer adaptations tell besides
 */
public record AdaptationSummary(
        long parameters,
        long multiplyAdds,
        long fullParameters,
        long fullMultiplyAdds,
        Map<String, Integer> keptCounts,
        OptionalDouble accuracy,
        int trainingImages,
        int validationImages,
        PhaseSeconds seconds,
        long peakTensorBytes,
        long peakResidentBytes,
        AdaptationDetails details) {
    /** Checks and copies. */
    public AdaptationSummary {
        keptCounts = Map.copyOf(keptCounts);
        requireNonNull(accuracy, "accuracy is null");
        requireNonNull(seconds, "seconds is null");
        requireNonNull(details, "details is null");
    }
}
