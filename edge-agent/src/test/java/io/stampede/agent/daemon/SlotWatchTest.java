package io.stampede.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.agent.serve.ServingEndpoint;
import io.stampede.agent.serve.ServingSettings;
import io.stampede.agent.store.AtomicFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotWatchTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir private Path slots;

    @Test
    void the_endpoint_follows_the_slot_that_serves() throws Exception {
        ServingSettings settings = new ServingSettings(ServingSettings.LOOPBACK, 0, 1);
        try (ServingEndpoint endpoint = new ServingEndpoint(settings, new SlotWatch(slots))) {
            endpoint.start();
            assertEquals(503, status(endpoint, "/v2/health/ready"));

            serve("a", 1);
            assertEquals(200, status(endpoint, "/v2/models/stamp/versions/1/ready"));

            serve("b", 2);
            assertEquals(404, status(endpoint, "/v2/models/stamp/versions/1/ready"));
            assertEquals(200, status(endpoint, "/v2/models/stamp/versions/2/ready"));

            Files.delete(slots.resolve("current"));
            assertEquals(503, status(endpoint, "/v2/health/ready"));
        }
    }

    private void serve(String slot, int version) throws IOException {
        Files.createDirectories(slots.resolve(slot));
        Files.writeString(slots.resolve(slot).resolve("subnetwork.safetensors"), "net");
        String text =
                "{\"slot\":\"%s\",\"model_name\":\"stamp\",\"model_version\":%d,"
                                .formatted(slot, version)
                        + "\"model_sha256\":\"%s\"}".formatted("0f".repeat(32));
        AtomicFile.write(slots.resolve("current"), text.getBytes(StandardCharsets.UTF_8));
    }

    private int status(ServingEndpoint endpoint, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + endpoint.port() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .statusCode();
    }
}
