package io.stampede.bench.remote;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * The few calls that a demo needs of a meta-server.
 *
 * <p>Safe for use by several threads. Every call throws {@link StampedeException} with the server's
 * own code where it refuses, else with {@link ErrorCode#TRANSPORT_FAILED}.
 */
public final class MetaServerClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int FIRST_ERROR = 400;

    private final URI base;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /** A client of the server at that address. */
    public MetaServerClient(URI base) {
        this.base = requireNonNull(base, "base is null");
    }

    /**
     * Asks for a meta-training.
     *
     * @return its id
     */
    public String startTraining(JsonObject request) {
        JsonElement answer =
                send(
                        request("/api/v1/meta-trainings")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(request.toString())));
        return text(answer.getAsJsonObject(), "id")
                .orElseThrow(() -> unexpected("an id of the meta-training", answer));
    }

    /** One meta-training as it stands. */
    public TrainingStatus training(String id) {
        JsonElement answer = send(request("/api/v1/meta-trainings/" + id).GET());
        return TrainingStatus.of(answer.getAsJsonObject());
    }

    /**
     * Registers a phi file under a name.
     *
     * @return its version
     */
    public long upload(String name, Path phi) {
        try {
            JsonElement answer =
                    send(
                            request("/api/v1/models?name=" + name)
                                    .header("Content-Type", "application/octet-stream")
                                    .POST(HttpRequest.BodyPublishers.ofFile(phi)));
            return answer.getAsJsonObject().get("version").getAsLong();
        } catch (FileNotFoundException e) {
            throw new StampedeException(
                    ErrorCode.MODEL_UNREADABLE, "expected a phi file at " + phi, e);
        }
    }

    /**
     * The version of a name that a file is, where the server has registered it.
     *
     * @param sha256 of the file, lower-case hexadecimal
     */
    public Optional<Long> version(String name, String sha256) {
        for (JsonElement each : send(request("/api/v1/models").GET()).getAsJsonArray()) {
            JsonObject model = each.getAsJsonObject();
            if (text(model, "name").equals(Optional.of(name))
                    && text(model, "sha256").equals(Optional.of(sha256))) {
                return Optional.of(model.get("version").getAsLong());
            }
        }
        return Optional.empty();
    }

    /** Sends a version to the broker; returns when the broker has it. */
    public void publish(String name, long version) {
        send(
                request("/api/v1/models/%s/versions/%d/publish".formatted(name, version))
                        .POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** The newest report that any device sent, where one has arrived. */
    public Optional<JsonObject> newestReport() {
        JsonElement answer = send(request("/api/v1/reports").GET());
        JsonArray reports = answer.getAsJsonObject().getAsJsonArray("reports");
        return reports.isEmpty() ? Optional.empty() : Optional.of(reports.get(0).getAsJsonObject());
    }

    static Optional<String> text(JsonObject object, String key) {
        JsonElement value = object.get(key);
        return value == null || !value.isJsonPrimitive()
                ? Optional.empty()
                : Optional.of(value.getAsString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
    }

    private JsonElement send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= FIRST_ERROR) {
                throw refusal(response);
            }
            return JsonParser.parseString(response.body());
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw new StampedeException(
                    ErrorCode.TRANSPORT_FAILED,
                    "expected an answer of the meta-server at %s, found: %s".formatted(base, e),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StampedeException(ErrorCode.CANCELLED, "interrupted while waiting", e);
        }
    }

    private static StampedeException refusal(HttpResponse<String> response) {
        ErrorCode code = ErrorCode.TRANSPORT_FAILED;
        String message = "status " + response.statusCode();
        try {
            JsonObject body = JsonParser.parseString(response.body()).getAsJsonObject();
            code = text(body, "code").map(MetaServerClient::code).orElse(code);
            message = text(body, "detail").orElse(message);
        } catch (JsonParseException | IllegalStateException e) {
            message += ": " + response.body();
        }
        return new StampedeException(code, "the meta-server refused: " + message);
    }

    static ErrorCode code(String name) {
        return Arrays.stream(ErrorCode.values())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(ErrorCode.TRANSPORT_FAILED);
    }

    private static StampedeException unexpected(String expectation, JsonElement found) {
        return new StampedeException(
                ErrorCode.TRANSPORT_FAILED,
                "expected %s from the meta-server, found %s".formatted(expectation, found));
    }
}
