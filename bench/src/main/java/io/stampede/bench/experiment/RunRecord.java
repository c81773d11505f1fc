package io.stampede.bench.experiment;

import static java.util.Objects.requireNonNull;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.stampede.bench.method.MethodResult;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One finished run, with everything that is needed to make it again.
 *
 * @param key which run
 * @param title of the method, for people
 * @param accuracy in [0, 1]
 * @param parameters left
 * @param multiplyAdds left, for one picture
 * @param fullParameters of the unpruned network
 * @param fullMultiplyAdds of the unpruned network
 * @param seconds time spent
 * @param kept group to kept channels, empty where the method chooses none
 * @param notes of the method, by name
 * @param settings that the run was given, by name
 * @param provenance digests of data and phi, code, machine and date, by name
 */
public record RunRecord(
        RunKey key,
        String title,
        double accuracy,
        long parameters,
        long multiplyAdds,
        long fullParameters,
        long fullMultiplyAdds,
        MethodResult.Seconds seconds,
        Map<String, List<Integer>> kept,
        Map<String, String> notes,
        Map<String, String> settings,
        Map<String, String> provenance) {
    private static final double PERCENT = 100;
    private static final Gson JSON =
            new GsonBuilder()
                    .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
                    .disableHtmlEscaping()
                    .create();

    /** Checks and copies. */
    public RunRecord {
        requireNonNull(key, "key is null");
        requireNonNull(title, "title is null");
        requireNonNull(seconds, "seconds is null");
        kept = Collections.unmodifiableMap(new LinkedHashMap<>(kept));
        notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    /** What a method gave, with what it was given. */
    static RunRecord of(
            RunKey key,
            MethodResult result,
            Map<String, String> settings,
            Map<String, String> provenance) {
        return new RunRecord(
                key,
                result.title(),
                result.accuracy(),
                result.cost().parameters(),
                result.cost().multiplyAdds(),
                result.fullCost().parameters(),
                result.fullCost().multiplyAdds(),
                result.seconds(),
                result.kept(),
                result.notes(),
                settings,
                provenance);
    }

    /** P: parameters left, in percent. */
    public double parametersPercent() {
        return PERCENT * parameters / fullParameters;
    }

    /** How many times fewer multiply-adds than the full network. */
    public double reduction() {
        return (double) fullMultiplyAdds / multiplyAdds;
    }

    /** One line of JSON. */
    String toJson() {
        return JSON.toJson(this);
    }

    /**
     * Reads what {@link #toJson()} wrote.
     *
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED}
     */
    static RunRecord fromJson(String line) {
        try {
            return JSON.fromJson(line, RunRecord.class);
        } catch (JsonParseException | NullPointerException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED, "expected a run as JSON, found: " + line, e);
        }
    }
}
