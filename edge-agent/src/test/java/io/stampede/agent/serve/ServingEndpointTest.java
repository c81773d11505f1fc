package io.stampede.agent.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.stampede.agent.intake.ModelId;
import io.stampede.agent.testkit.FixedPredictor;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint's protocol, with a predictor that tells the first value of each picture. */
class ServingEndpointTest {
    private static final ModelId MODEL = new ModelId("stamp", 3, "0f".repeat(32));
    private static final String INFER = "/v2/models/stamp/infer";

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<FixedPredictor> opened = new ArrayList<>();
    private final ServingEndpoint endpoint =
            new ServingEndpoint(
                    new ServingSettings(ServingSettings.LOOPBACK, 0, 2),
                    unused -> {},
                    this::openPredictor);

    private Predictor openPredictor(Path directory) {
        FixedPredictor predictor = new FixedPredictor(directory.toString());
        synchronized (opened) {
            opened.add(predictor);
        }
        return predictor;
    }

    @BeforeEach
    void start() {
        endpoint.start();
    }

    @AfterEach
    void close() {
        endpoint.close();
        assertTrue(opened.stream().allMatch(FixedPredictor::isClosed));
    }

    @Test
    void is_alive_at_once_and_ready_with_a_model() throws Exception {
        assertEquals(200, get("/v2/health/live").statusCode());
        assertEquals("stampede-agent", json(get("/v2")).get("name").getAsString());
        assertEquals(503, get("/v2/health/ready").statusCode());
        assertEquals(404, get("/v2/models/stamp/ready").statusCode());

        endpoint.switchTo(Path.of("a"), MODEL);

        assertEquals(200, get("/v2/health/ready").statusCode());
        assertEquals(200, get("/v2/models/stamp/ready").statusCode());
        assertEquals(200, get("/v2/models/stamp/versions/3/ready").statusCode());
        assertEquals(404, get("/v2/models/stamp/versions/2/ready").statusCode());
        assertTrue(opened.isEmpty(), "nothing is loaded before it is needed");

        endpoint.withdraw();
        assertEquals(503, get("/v2/health/ready").statusCode());
    }

    @Test
    void answers_with_probabilities_and_labels() throws Exception {
        // Given
        endpoint.switchTo(Path.of("a"), MODEL);

        // When
        HttpResponse<String> response = infer(request("UINT8", 2, "7"));

        // Then
        assertEquals(200, response.statusCode(), response.body());
        assertEquals(
                "{\"model_name\":\"stamp\",\"model_version\":\"3\",\"id\":\"q\",\"outputs\":["
                        + "{\"name\":\"probabilities\",\"datatype\":\"FP32\",\"shape\":[2,2],"
                        + "\"data\":[0.25,0.75,0.25,0.75]},"
                        + "{\"name\":\"labels\",\"datatype\":\"BYTES\",\"shape\":[2],"
                        + "\"data\":[\"7 of a\",\"7 of a\"]}]}",
                response.body());
    }

    @Test
    void takes_floats_from_0_to_1_and_nested_arrays() throws Exception {
        endpoint.switchTo(Path.of("a"), MODEL);

        String floats = infer(request("FP32", 1, "1")).body();
        assertTrue(floats.contains("255 of a"), floats);

        String row = "[" + repeat("9", 32) + "]";
        String nested = "[[" + repeat("[" + repeat(row, 32) + "]", 3) + "]]";
        String answer =
                infer(
                                "{\"inputs\":[{\"data\":"
                                        + nested
                                        + ",\"name\":\"images\",\"shape\":[1,3,32,32],"
                                        + "\"datatype\":\"UINT8\"}],"
                                        + "\"outputs\":[{\"name\":\"labels\"}]}")
                        .body();
        assertTrue(answer.contains("9 of a"), answer);
        assertFalse(answer.contains("probabilities"), answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"inputs\":[]}",
                "{\"inputs\":[{}]}",
                "{\"inputs\":[{\"name\":\"images\",\"shape\":[1,3,32,32],\"datatype\":\"UINT8\","
                        + "\"data\":[1,2]}]}",
                "{\"inputs\":[{\"name\":\"images\",\"shape\":[1,3,32,32],\"datatype\":\"UINT8\","
                        + "\"data\":[[[[[1]]]]]}]}",
                "{\"inputs\":[{\"name\":\"images\",\"shape\":[9223372036854775807,3,32,32],"
                        + "\"datatype\":\"UINT8\",\"data\":[]}]}",
                "{\"inputs\":[{\"name\":\"images\",\"shape\":[0,3,32,32],\"datatype\":\"UINT8\","
                        + "\"data\":[]}]}",
                "{\"inputs\":[{\"data\":[\"1\"]}]}",
                "{\"inputs\":[{\"shape\":[1,1,1,1,1,1]}]}",
                "{\"outputs\":[{\"name\":\"pictures\"}]}",
            })
    void refuses_what_is_no_request(String body) throws Exception {
        endpoint.switchTo(Path.of("a"), MODEL);

        HttpResponse<String> response = infer(body);

        assertEquals(400, response.statusCode(), response.body());
        assertTrue(json(response).get("error").getAsString().startsWith("expected "));
    }

    @ParameterizedTest
    @CsvSource({"UINT8, 256", "UINT8, -1", "UINT8, 0.5", "FP32, 1.1", "FP32, 1e60", "INT64, 1"})
    void refuses_values_that_are_no_colours(String type, String value) throws Exception {
        endpoint.switchTo(Path.of("a"), MODEL);

        assertEquals(400, infer(request(type, 1, value)).statusCode());
    }

    @Test
    void calls_wrong_addresses_methods_and_sizes_by_their_status() throws Exception {
        endpoint.switchTo(Path.of("a"), MODEL);

        assertEquals(404, get("/").statusCode());
        assertEquals(404, get("/v2/models/other").statusCode());
        assertEquals(404, post("/v2/models/other/infer", "{}").statusCode());
        assertEquals(405, get(INFER).statusCode());
        assertEquals(405, post("/v2/health/live", "{}").statusCode());
        assertEquals(400, infer(request("UINT8", 65, "1")).statusCode());
        assertEquals(413, infer(" ".repeat(5 << 20)).statusCode());
        assertEquals(413, inferInPieces(" ".repeat(5 << 20)).statusCode());
        assertEquals(200, infer(request("UINT8", 1, "1")).statusCode());
    }

    @Test
    void a_model_that_fails_is_an_error_of_the_server() throws Exception {
        endpoint.switchTo(FixedPredictor.BROKEN, MODEL);

        HttpResponse<String> response = infer(request("UINT8", 1, "1"));

        assertEquals(500, response.statusCode());
        assertTrue(json(response).get("error").getAsString().contains("ENGINE_FAILED"));
    }

    @Test
    void a_switch_lets_requests_under_way_end_with_the_old_model() throws Exception {
        // Given
        endpoint.switchTo(Path.of("a"), MODEL);
        infer(request("UINT8", 1, "1"));
        CountDownLatch hold = opened.get(0).holdNext();

        // When
        CompletableFuture<HttpResponse<String>> underWay =
                client.sendAsync(
                        posting(INFER, BodyPublishers.ofString(request("UINT8", 1, "1"))),
                        BodyHandlers.ofString());
        assertTrue(opened.get(0).awaitHeld());
        endpoint.switchTo(Path.of("b"), MODEL);
        String after = infer(request("UINT8", 1, "1")).body();
        boolean closedEarly = opened.get(0).isClosed();
        hold.countDown();

        // Then
        assertTrue(after.contains("1 of b"), after);
        assertFalse(closedEarly);
        assertTrue(underWay.get(30, TimeUnit.SECONDS).body().contains("1 of a"));
    }

    @Test
    void no_request_fails_while_models_change() throws Exception {
        // Given
        endpoint.switchTo(Path.of("a"), MODEL);
        List<CompletableFuture<List<Integer>>> clients =
                IntStream.range(0, 2)
                        .mapToObj(i -> CompletableFuture.supplyAsync(this::hundredStatuses))
                        .toList();

        // When
        int switches = 0;
        while (clients.stream().anyMatch(one -> !one.isDone())) {
            endpoint.switchTo(Path.of("slot" + switches++), MODEL);
        }

        // Then
        for (CompletableFuture<List<Integer>> one : clients) {
            assertEquals(List.of(200), one.join().stream().distinct().toList());
        }
        assertTrue(switches > 1);
    }

    @Test
    void a_port_that_is_taken_is_a_mistake_of_configuration() {
        ServingSettings same = new ServingSettings(ServingSettings.LOOPBACK, endpoint.port(), 1);
        try (ServingEndpoint second = new ServingEndpoint(same, unused -> {})) {
            StampedeException refused = assertThrows(StampedeException.class, second::start);

            assertEquals(ErrorCode.INVALID_CONFIGURATION, refused.code());
        }
    }

    private List<Integer> hundredStatuses() {
        try {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                statuses.add(infer(request("UINT8", 1, "1")).statusCode());
            }
            return statuses;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String request(String type, int pictures, String value) {
        return "{\"id\":\"q\",\"inputs\":[{\"name\":\"images\",\"shape\":[%d,3,32,32],"
                        .formatted(pictures)
                + "\"datatype\":\"%s\",\"data\":[%s]}]}"
                        .formatted(type, repeat(value, pictures * 3072));
    }

    private static String repeat(String value, int count) {
        return IntStream.range(0, count).mapToObj(i -> value).collect(Collectors.joining(","));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> infer(String body) throws IOException, InterruptedException {
        return post(INFER, body);
    }

    private HttpResponse<String> inferInPieces(String body)
            throws IOException, InterruptedException {
        return client.send(
                posting(INFER, BodyPublishers.fromPublisher(BodyPublishers.ofString(body))),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body)
            throws IOException, InterruptedException {
        return client.send(posting(path, BodyPublishers.ofString(body)), BodyHandlers.ofString());
    }

    private HttpRequest posting(String path, HttpRequest.BodyPublisher body) {
        return HttpRequest.newBuilder(uri(path)).POST(body).build();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + endpoint.port() + path);
    }

    private static JsonObject json(HttpResponse<String> response) {
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }
}
