package io.stampede.it.kill;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import io.stampede.it.process.Await;
import io.stampede.it.process.MetaServer;
import io.stampede.it.process.RandomPhi;
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
    private final MetaServer server;

    Server(Path root) {
        this.root = root;
        server = MetaServer.start(root, Map.of("STAMPEDE_SERVER_CHUNK_BYTES", "65536"));
    }

    String bootstrapServers() {
        return server.endpoints().bootstrapServers();
    }

    /** Publishes the next version of the one model. */
    void publish(long seed) {
        Path phi = root.resolve("phi-" + seed + ".safetensors");
        RandomPhi.SMALLEST.write(phi, seed);
        server.publish(MODEL, phi);
    }

    /** All reports of a device, once there is one. */
    JsonArray awaitReports(Device device) {
        return Await.value(
                "a report of " + device.id(),
                PATIENCE,
                server.process(),
                () -> Optional.of(reports(device)).filter(reports -> !reports.isEmpty()));
    }

    JsonArray reports(Device device) {
        HttpRequest request =
                HttpRequest.newBuilder(
                                server.endpoints()
                                        .http()
                                        .resolve("/api/v1/reports?device=" + device.id()))
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
        server.close();
    }
}
