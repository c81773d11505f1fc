package io.stampede.it.path;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The server's REST interface as any program sees it. */
final class Rest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final URI base;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    Rest(URI base) {
        this.base = base;
    }

    JsonElement get(String path) {
        return body(send(HttpRequest.newBuilder(base.resolve(path)).GET()));
    }

    JsonObject post(String path, JsonObject body) {
        return body(send(
                        HttpRequest.newBuilder(base.resolve(path))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))))
                .getAsJsonObject();
    }

    int status(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path)).GET()).statusCode();
    }

    /** All reports, newest first. */
    JsonArray reports() {
        JsonObject page = get("/api/v1/reports").getAsJsonObject();
        JsonArray reports = page.getAsJsonArray("reports");
        if (page.get("total").getAsInt() != reports.size()) {
            throw new AssertionError("expected all reports on one page, found " + page);
        }
        return reports;
    }

    private static JsonElement body(HttpResponse<String> response) {
        if (response.statusCode() >= 300) {
            throw new AssertionError(
                    "expected success of %s, found %d: %s"
                            .formatted(response.uri(), response.statusCode(), response.body()));
        }
        return JsonParser.parseString(response.body());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(
                    request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("expected an answer of " + base + ", found " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
