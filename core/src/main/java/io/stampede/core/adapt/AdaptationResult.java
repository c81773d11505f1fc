package io.stampede.core.adapt;

import io.stampede.core.network.Cost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What an adaptation leaves on the device.
 *
 * @param cost of the subnetwork
 * @param fullCost of the full network with the same head
 * @param kept gate to its ascending kept channel indices
 * @param accuracy on the private validation split in [0, 1], NaN where nothing was held out
 * @param trainingImages pictures trained on
 * @param validationImages pictures held out
 * @param training mini-batches and memory of fine-tuning
 * @param latency of one picture
 * @param seconds wall-clock time by stage
 * @param peakTensorBytes most bytes of tensors alive at once, by our own ledger
 * @param peakResidentBytes most resident memory of the process, 0 where the system does not tell
 * @param subnetwork the file written
 */
public record AdaptationResult(
        Cost cost,
        Cost fullCost,
        Map<String, List<Integer>> kept,
        double accuracy,
        int trainingImages,
        int validationImages,
        TrainingStep training,
        Latency latency,
        PhaseSeconds seconds,
        long peakTensorBytes,
        long peakResidentBytes,
        Path subnetwork) {}
