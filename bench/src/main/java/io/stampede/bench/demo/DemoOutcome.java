package io.stampede.bench.demo;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonObject;
import io.stampede.bench.method.MethodResult;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.List;

/**
 * What a demo showed.
 *
 * @param pictures number of the device's private pictures
 * @param methods one result per method
 * @param deviceReport the device's report as the server stored it
 * @param stages wall-clock seconds by stage
 */
public record DemoOutcome(
        int pictures, List<MethodResult> methods, JsonObject deviceReport, StageSeconds stages) {
    /** Checks and copies. */
    public DemoOutcome {
        methods = List.copyOf(methods);
        requireNonNull(deviceReport, "deviceReport is null");
        requireNonNull(stages, "stages is null");
    }

    /**
     * Wall-clock seconds of a demo's stages.
     *
     * @param start until the server answers
     * @param train until phi is trained and published; what is shipped is not trained
     * @param adapt from there until the report is readable
     * @param compare the other methods
     * @param total everything
     */
    public record StageSeconds(
            double start, double train, double adapt, double compare, double total) {}

    /** The result of one method. */
    public MethodResult method(String name) {
        return methods.stream()
                .filter(result -> result.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new StampedeException(
                                        ErrorCode.INTERNAL,
                                        "expected a method %s in %s".formatted(name, methods)));
    }

    /** Whether the subnetwork is as small as the device demanded. */
    public boolean isWithinParameters() {
        return method("stamp").parametersPercent() <= DemoSettings.MAX_PARAMETERS_PERCENT;
    }

    /** STAMP's accuracy less that of random pruning, in points. */
    public double pointsAboveRandom() {
        return 100 * (method("stamp").accuracy() - method("random").accuracy());
    }
}
