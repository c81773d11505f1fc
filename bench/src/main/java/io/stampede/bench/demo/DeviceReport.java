package io.stampede.bench.demo;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonObject;
import io.stampede.bench.method.MethodResult;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a device said about its adaptation, as the server stored it.
 *
 * @param json the server's document
 */
record DeviceReport(JsonObject json) {
    private static final List<String> SEARCH =
            List.of("encode_seconds", "score_seconds", "gather_seconds", "prune_seconds");

    /** Checks the component. */
    DeviceReport {
        requireNonNull(json, "json is null");
    }

    /**
     * Passes if the device has a subnetwork now.
     *
     * @throws StampedeException with the device's code where it has none
     */
    void requireAdapted() {
        String outcome = json.get("outcome").getAsString().toLowerCase(Locale.ROOT);
        if (!outcome.endsWith("adapted")) {
            throw new StampedeException(
                    code(),
                    "expected the device to adapt, found outcome %s with error %s; its log says why"
                            .formatted(outcome, json.get("error_code")));
        }
    }

    /** Time that the device measured. */
    MethodResult.Seconds seconds() {
        double search = SEARCH.stream().mapToDouble(this::number).sum();
        return new MethodResult.Seconds(search, number("finetune_seconds"), 0);
    }

    private double number(String key) {
        return json.has(key) ? json.get(key).getAsDouble() : 0;
    }

    private ErrorCode code() {
        int number = json.has("error_code") ? json.get("error_code").getAsInt() : 0;
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.number() == number)
                .findFirst()
                .orElse(ErrorCode.INTERNAL);
    }
}
