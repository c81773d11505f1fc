package io.stampede.it.kill;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import io.stampede.bench.remote.Endpoints;
import io.stampede.bench.remote.MetaServerClient;
import io.stampede.it.process.Application;
import io.stampede.it.process.Await;
import io.stampede.it.process.Running;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The meta-server with its broker, one for all cells. */
final class Server implements AutoCloseable {
    static final String MODEL = "kill";

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path root;
    private final Running process;
    private final Endpoints endpoints;

    Server(Path root) {
        this.root = root;
        process =
                Running.start(
                        Application.SERVER,
                        root.resolve("server"),
                        Map.of("STAMPEDE_SERVER_CHUNK_BYTES", "65536"),
                        "--data-dir",
                        root.resolve("server-data").toString(),
                        "--http-port",
                        "0",
                        "--broker-port",
                        "0");
        endpoints =
                Await.value(
                        "endpoints.json",
                        PATIENCE,
                        process,
                        () -> Endpoints.read(root.resolve("server-data")));
    }

    String bootstrapServers() {
        return endpoints.bootstrapServers();
    }

    /** Publishes the next version of the one model. */
    void publish(long seed) {
        Path phi = root.resolve("phi-" + seed + ".safetensors");
        RandomPhi.write(phi, seed);
        MetaServerClient client = new MetaServerClient(endpoints.http());
        client.publish(MODEL, client.upload(MODEL, phi));
    }

    /** All reports of a device, once there is one. */
    JsonArray awaitReports(Device device) {
        return Await.value(
                "a report of " + device.id(),
                PATIENCE,
                process,
                () -> Optional.of(reports(device)).filter(reports -> !reports.isEmpty()));
    }

    JsonArray reports(Device device) {
        HttpRequest request =
                HttpRequest.newBuilder(
                                endpoints.http().resolve("/api/v1/reports?device=" + device.id()))
                        .build();
        try {
            String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return JsonParser.parseString(body).getAsJsonObject().getAsJsonArray("reports");
        } catch (IOException e) {
            throw new AssertionError("expected an answer of the server", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
