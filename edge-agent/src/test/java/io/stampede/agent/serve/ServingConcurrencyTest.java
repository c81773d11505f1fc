package io.stampede.agent.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stampede.agent.intake.ModelId;
import io.stampede.agent.testkit.TrainedSubnetwork;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Split;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.network.Architecture;
import io.stampede.core.tflite.Precision;
import io.stampede.core.tflite.TfLiteExport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real models under two threads: one instance shared between threads answers wrongly and says
 * nothing, so equal answers are what shows that each thread has its own.
 */
class ServingConcurrencyTest {
    private static final int REQUESTS = 200;
    private static final int PICTURES = 20;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir private Path directory;

    @BeforeEach
    void there_is_a_native_and_an_export() throws IOException {
        assumeTrue(TfLitePlatform.isSupported(), "no native of TensorFlow Lite for this machine");
        TrainedSubnetwork.write(directory, Architecture.VGG10, 0);
        ImageDataset none = TrainedSubnetwork.pictures(Split.TEST).select(new int[0]);
        try (SubnetworkFile file =
                SubnetworkFile.open(directory.resolve("subnetwork.safetensors"))) {
            Files.write(
                    directory.resolve(Predictors.EXPORTED),
                    TfLiteExport.bytes(file, Precision.FLOAT32, none));
        }
    }

    @Test
    void two_threads_get_the_answers_that_one_gets() throws Exception {
        // Given
        List<String> alone = answers(1, 1).get(0);

        // When
        List<List<String>> together = answers(2, 2);

        // Then
        assertEquals(REQUESTS, alone.size());
        assertEquals(PICTURES, alone.stream().distinct().count(), "pictures are told apart");
        together.forEach(answers -> assertEquals(alone, answers));
    }

    private List<List<String>> answers(int threads, int clients) throws Exception {
        ServingSettings settings = new ServingSettings(ServingSettings.LOOPBACK, 0, threads);
        try (ServingEndpoint endpoint = new ServingEndpoint(settings, unused -> {})) {
            endpoint.start();
            endpoint.switchTo(directory, new ModelId("stamp", 1, "0f".repeat(32)));
            List<CompletableFuture<List<String>>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                running.add(CompletableFuture.supplyAsync(() -> ask(endpoint.port())));
            }
            List<List<String>> answers = new ArrayList<>();
            for (CompletableFuture<List<String>> one : running) {
                answers.add(one.get(120, TimeUnit.SECONDS));
            }
            return answers;
        }
    }

    private List<String> ask(int port) {
        URI uri = URI.create("http://127.0.0.1:" + port + "/v2/models/stamp/infer");
        ImageDataset pictures = TrainedSubnetwork.pictures(Split.TEST);
        List<String> answers = new ArrayList<>();
        try {
            for (int i = 0; i < REQUESTS; i++) {
                HttpRequest request =
                        HttpRequest.newBuilder(uri)
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                body(pictures, i % PICTURES)))
                                .build();
                answers.add(client.send(request, BodyHandlers.ofString()).body());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answers;
    }

    private static String body(ImageDataset pictures, int index) {
        StringBuilder data = new StringBuilder();
        for (int offset = 0; offset < ImageDataset.IMAGE_BYTES; offset++) {
            data.append(offset == 0 ? "" : ",").append(pictures.value(index, offset));
        }
        return "{\"inputs\":[{\"name\":\"images\",\"shape\":[1,3,32,32],\"datatype\":\"UINT8\","
                + "\"data\":["
                + data
                + "]}]}";
    }
}
