package io.stampede.bench.device;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.stampede.core.adapt.AdaptationResult;

/**
 * One instantiation in a fresh JVM.
 *
 * @param seconds from the JVM being up to the subnetwork lying on disk, natives' loading included
 * @param secondsSinceProcessStart the same from the start of the process
 * @param engineSeconds of loading the engine's natives
 * @param encodeSeconds from private set to representation
 * @param scoreSeconds from representation to expected masks
 * @param gatherSeconds from expected masks to sliced subnetwork
 * @param peakTensorBytes most bytes of tensors alive at once, by the ledger
 * @param residentBytesAboveEngine growth of the process's peak above what it had with the engine
 *     loaded, heap included
 */
record InstantiationSample(
        double seconds,
        double secondsSinceProcessStart,
        double engineSeconds,
        double encodeSeconds,
        double scoreSeconds,
        double gatherSeconds,
        long peakTensorBytes,
        long residentBytesAboveEngine) {

    static InstantiationSample of(
            AdaptationResult result, Timeline timeline, long residentBytesAboveEngine) {
        return new InstantiationSample(
                timeline.secondsSinceUp(),
                timeline.secondsSinceProcessStart(),
                timeline.engineSeconds(),
                result.seconds().encode(),
                result.seconds().score(),
                result.seconds().gather(),
                result.peakTensorBytes(),
                residentBytesAboveEngine);
    }

    /**
     * When things happened.
     *
     * @param secondsSinceUp since main was entered
     * @param secondsSinceProcessStart since the process was started
     * @param engineSeconds spent on loading natives
     */
    record Timeline(double secondsSinceUp, double secondsSinceProcessStart, double engineSeconds) {}

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("seconds", seconds);
        json.addProperty("seconds_since_process_start", secondsSinceProcessStart);
        json.addProperty("engine_seconds", engineSeconds);
        json.addProperty("encode_seconds", encodeSeconds);
        json.addProperty("score_seconds", scoreSeconds);
        json.addProperty("gather_seconds", gatherSeconds);
        json.addProperty("peak_tensor_bytes", peakTensorBytes);
        json.addProperty("resident_bytes_above_engine", residentBytesAboveEngine);
        return json;
    }

    static InstantiationSample parse(String text) {
        JsonObject json = JsonParser.parseString(text).getAsJsonObject();
        return new InstantiationSample(
                json.get("seconds").getAsDouble(),
                json.get("seconds_since_process_start").getAsDouble(),
                json.get("engine_seconds").getAsDouble(),
                json.get("encode_seconds").getAsDouble(),
                json.get("score_seconds").getAsDouble(),
                json.get("gather_seconds").getAsDouble(),
                json.get("peak_tensor_bytes").getAsLong(),
                json.get("resident_bytes_above_engine").getAsLong());
    }
}
