package io.stampede.bench.experiment.paper;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/**
 * What the paper prints about one method on one dataset.
 *
 * @param accuracyPercent mean
 * @param accuracyStd standard deviation in points, where printed
 * @param parametersPercent its column "Params", as printed, where printed
 * @param reduction its column "FLOPs", where printed
 * @param trainHours on the paper's GPU, where printed
 * @param note what has to be said about these numbers, may be empty
 */
public record PaperRow(
        double accuracyPercent,
        OptionalDouble accuracyStd,
        OptionalDouble parametersPercent,
        OptionalDouble reduction,
        OptionalDouble trainHours,
        String note) {
    /** Checks the components. */
    public PaperRow {
        requireNonNull(accuracyStd, "accuracyStd is null");
        requireNonNull(parametersPercent, "parametersPercent is null");
        requireNonNull(reduction, "reduction is null");
        requireNonNull(trainHours, "trainHours is null");
        requireNonNull(note, "note is null");
    }
}
