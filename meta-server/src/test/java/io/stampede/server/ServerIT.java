package io.stampede.server;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.stampede.proto.CloudEventHeaders;
import io.stampede.proto.Topics;
import io.stampede.proto.v1.AdaptationReport;
import io.stampede.proto.v1.ModelChunk;
import io.stampede.proto.v1.ModelManifest;
import io.stampede.server.registry.ModelName;
import io.stampede.server.registry.ModelRegistry;
import io.stampede.server.registry.ModelVersion;
import io.stampede.server.testkit.BrokerResource;
import io.stampede.server.testkit.FakeEngine;
import io.stampede.server.testkit.Reports;
import io.stampede.server.testkit.SmallPhi;
import io.stampede.server.testkit.SwitchableEngine;
import io.stampede.server.testkit.TopicReader;
import io.stampede.server.testkit.Waiting;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server with a real broker; only the training is a fake. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class ServerIT {
    private static final String TRAININGS = "/api/v1/meta-trainings";
    private static final String PROBLEM = "application/problem+json";
    private static final Topics TOPICS = Topics.withPrefix("test-site");

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "stampede.server.data-dir")
    Path dataDirectory;

    @TestHTTPResource("/")
    URI server;

    @Inject SwitchableEngine engine;
    @Inject ModelRegistry registry;

    @Test
    void a_training_ends_as_chunks_and_then_a_manifest_on_the_broker() throws IOException {
        // When
        String id = start("whole-path", 11);

        // Then
        awaitState(id, "succeeded").body("model_version", equalTo(1));
        ModelManifest manifest = manifest("whole-path", 1);
        byte[] file = Files.readAllBytes(registry.file(version("whole-path", 1)));
        assertArrayEquals(file, assembled(manifest));
        assertEquals(version("whole-path", 1).sha256(), hex(manifest.getSha256().toByteArray()));
        assertTrue(manifest.getChunksCount() > 2, "chunks: " + manifest.getChunksCount());
        given().get("/api/v1/models/whole-path/versions/1")
                .then()
                .statusCode(200)
                .body("size_bytes", equalTo(file.length))
                .body("architecture", equalTo("vgg10"))
                .body("provenance.engine", equalTo("none"))
                .body("published_at", notNullValue());
    }

    @Test
    void a_shipped_model_is_there_at_first_start_and_can_be_published_and_a_damaged_one_is_not()
            throws IOException {
        // Given
        given().get("/api/v1/models/shipped/versions/1")
                .then()
                .statusCode(200)
                .body("architecture", equalTo("vgg10"))
                .body("provenance.engine", equalTo("none"))
                .body("published_at", equalTo(null));
        given().get("/api/v1/models/shipped-damaged/versions/1").then().statusCode(404);

        // When
        given().post("/api/v1/models/shipped/versions/1/publish").then().statusCode(200);

        // Then
        assertArrayEquals(
                Files.readAllBytes(registry.file(version(BrokerResource.SHIPPED, 1))),
                assembled(manifest(BrokerResource.SHIPPED, 1)));
    }

    @Test
    void what_an_earlier_server_left_half_done_is_gone_after_the_start() {
        // Then
        assertFalse(Files.exists(dataDirectory.resolve("models/.tmp/upload1")));
        assertFalse(Files.exists(dataDirectory.resolve("jobs/unknown")));
    }

    @Test
    void records_carry_cloud_events_attributes() {
        // Given
        String id = start("cloud-events", 12);
        awaitState(id, "succeeded");

        // When
        var records =
                TopicReader.readUntil(
                        bootstrapServers,
                        TOPICS.manifest(),
                        record -> record.key().equals("cloud-events"));

        // Then
        var record = records.get(records.size() - 1);
        assertEquals("io.stampede.model.manifest.v1", header(record, CloudEventHeaders.TYPE));
        assertEquals("/meta-server", header(record, CloudEventHeaders.SOURCE));
        assertEquals("1.0", header(record, CloudEventHeaders.SPEC_VERSION));
        assertEquals("application/protobuf", header(record, CloudEventHeaders.CONTENT_TYPE));
    }

    @Test
    void publishing_again_sends_no_chunk_twice() {
        // Given
        awaitState(start("again", 13), "succeeded");

        // Then
        given().post("/api/v1/models/again/versions/1/publish")
                .then()
                .statusCode(200)
                .body("sent_chunks", equalTo(0))
                .body("known_chunks", greaterThan(2));
    }

    @Test
    void publishing_an_older_version_than_devices_can_have_is_a_conflict() {
        // Given
        awaitState(start("overtaken", 24), "succeeded");
        awaitState(start("overtaken", 25), "succeeded");

        // Then
        given().post("/api/v1/models/overtaken/versions/1/publish")
                .then()
                .statusCode(409)
                .contentType(PROBLEM)
                .body("code", equalTo("MANIFEST_STALE"));
    }

    @Test
    void publishing_with_resend_sends_every_chunk_again() {
        // Given
        awaitState(start("resent", 23), "succeeded");

        // Then
        given().post("/api/v1/models/resent/versions/1/publish?resend=true")
                .then()
                .statusCode(200)
                .body("sent_chunks", greaterThan(2));
        given().post("/api/v1/models/resent/versions/1/publish?resend=yes")
                .then()
                .statusCode(400)
                .contentType(PROBLEM);
    }

    @Test
    void progress_is_shown_and_a_running_job_can_be_cancelled() {
        // Given
        engine.use(new FakeEngine(true));
        String id = start("cancelled", 14);
        Waiting.until("three steps are done", () -> job(id).extract().path("step") != null);

        // When
        given().delete(TRAININGS + "/" + id).then().statusCode(202);

        // Then
        awaitState(id, "cancelled")
                .body("phase", equalTo("meta_train"))
                .body("steps", equalTo(4))
                .body("accuracy", equalTo(null))
                .body("images_per_second", equalTo(100.0f));
        given().delete(TRAININGS + "/" + id).then().statusCode(202);
        engine.use(new FakeEngine(false));
    }

    @Test
    void a_full_queue_refuses_and_keeps_what_it_has() {
        // Given
        FakeEngine held = engine.use(new FakeEngine(true));
        String running = start("queue", 15);
        awaitState(running, "running");
        String waiting = start("queue", 16);

        // When
        var refused = given().contentType(ContentType.JSON).body(body("queue", 17)).post(TRAININGS);

        // Then
        refused.then().statusCode(429).contentType(PROBLEM);
        held.finish();
        awaitState(waiting, "succeeded");
        given().delete(TRAININGS + "/" + waiting).then().statusCode(409).contentType(PROBLEM);
        engine.use(new FakeEngine(false));
    }

    @Test
    void events_follow_a_job_to_its_end() {
        // Given
        FakeEngine held = engine.use(new FakeEngine(true));
        String id = start("events", 18);
        awaitState(id, "running");
        CompletableFuture<String> events =
                HttpClient.newHttpClient()
                        .sendAsync(
                                HttpRequest.newBuilder(
                                                server.resolve(TRAININGS + "/" + id + "/events"))
                                        .build(),
                                BodyHandlers.ofString())
                        .thenApply(response -> response.body());

        // When
        held.finish();

        // Then
        String text = events.orTimeout(60, TimeUnit.SECONDS).join();
        List<String> lines = text.lines().filter(line -> line.startsWith("data:")).toList();
        assertFalse(lines.isEmpty(), text);
        assertTrue(lines.get(lines.size() - 1).contains("\"state\":\"succeeded\""), text);
        engine.use(new FakeEngine(false));
    }

    @Test
    void a_report_that_is_delivered_twice_is_listed_once() throws Exception {
        // Given
        AdaptationReport report = Reports.report("twice-1").build();

        // When
        send(TOPICS.report(), Reports.DEVICE, report.toByteArray());
        send(TOPICS.report(), Reports.DEVICE, report.toByteArray());
        send(TOPICS.report(), Reports.DEVICE, Reports.report("after-1").build().toByteArray());

        // Then
        String path = "/api/v1/reports?device=" + Reports.DEVICE + "&limit=1000";
        Waiting.until(
                "the report behind both is listed",
                () -> given().get(path).then().extract().asString().contains("after-1"));
        List<String> ids = given().get(path).then().extract().path("reports.report_id");
        assertEquals(1, ids.stream().filter("twice-1"::equals).count());
        given().get(path)
                .then()
                .body("reports.outcome", hasItems("adapted"))
                .body("reports[0].validation_accuracy", equalTo(0.75f))
                .body("reports[0].budget.max_parameters", equalTo(10_000))
                .body("reports[0].budget.max_multiply_adds", equalTo(null))
                .body("reports[0].groups[0].kept", equalTo(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:01Z", "2099-01-01T00:00:00Z"})
    void a_report_of_a_device_whose_clock_is_wrong_is_stored(Instant clock) throws Exception {
        // Given
        String id = "at-" + clock.getEpochSecond();
        byte[] report = Reports.report(id).build().toByteArray();

        // When
        send(
                new ProducerRecord<>(
                        TOPICS.report(),
                        null,
                        clock.toEpochMilli(),
                        Reports.DEVICE.getBytes(UTF_8),
                        report));

        // Then
        String path = "/api/v1/reports?device=" + Reports.DEVICE + "&limit=1000";
        Waiting.until(
                "the report is listed",
                () -> given().get(path).then().extract().asString().contains(id));
    }

    @Test
    void poison_goes_to_the_dead_letters_with_its_reason_and_blocks_nobody() throws Exception {
        // Given
        byte[] spoilt = Reports.report("nan").setValidationAccuracy(2).build().toByteArray();
        byte[] hugeKey = new byte[400 * 1024]; // of no text: it would grow threefold
        Arrays.fill(hugeKey, (byte) 0xff);

        // When
        send(TOPICS.report(), Reports.DEVICE, new byte[] {-1, -1});
        send(TOPICS.report(), hugeKey, spoilt);
        send(TOPICS.report(), "another-device", spoilt);
        send(TOPICS.report(), Reports.DEVICE, spoilt);
        send(TOPICS.report(), Reports.DEVICE, Reports.report("sound").build().toByteArray());

        // Then
        Waiting.until(
                "the sound report behind the poison is listed",
                () -> given().get("/api/v1/reports").asString().contains("\"sound\""));
        var letters =
                TopicReader.readUntil(
                        bootstrapServers,
                        TOPICS.deadLetters(TOPICS.report()),
                        record ->
                                header(record, CloudEventHeaders.DEAD_LETTER_REASON)
                                                .contains("validation_accuracy")
                                        && record.key().equals(Reports.DEVICE));
        var last = letters.get(letters.size() - 1);
        assertArrayEquals(spoilt, last.value());
        assertEquals(TOPICS.report(), header(last, CloudEventHeaders.DEAD_LETTER_TOPIC));
        assertEquals(4, letters.size());
        assertEquals(
                Integer.toString(hugeKey.length),
                header(letters.get(1), CloudEventHeaders.DEAD_LETTER_KEY_BYTES));
    }

    @Test
    void the_last_status_of_a_device_is_listed() throws Exception {
        // When
        send(TOPICS.status(), Reports.DEVICE, Reports.status().build().toByteArray());

        // Then
        Waiting.until(
                "the status is listed",
                () -> given().get("/api/v1/devices").asString().contains(Reports.DEVICE));
        given().get("/api/v1/devices")
                .then()
                .body("[0].state", equalTo("serving"))
                .body("[0].serving_version", equalTo(1));
    }

    @Test
    void an_uploaded_model_is_registered_and_handed_out_whole_or_in_part() throws IOException {
        // Given
        byte[] phi = SmallPhi.bytes(21);

        // When
        upload("uploaded", phi).statusCode(201).body("version", equalTo(1));

        // Then
        String path = "/api/v1/models/uploaded/versions/1/file";
        assertArrayEquals(phi, given().get(path).then().statusCode(200).extract().asByteArray());
        given().header("Range", "bytes=8-9")
                .get(path)
                .then()
                .statusCode(206)
                .header("Content-Range", "bytes 8-9/" + phi.length)
                .body(equalTo(new String(phi, 8, 2, UTF_8)));
        given().header("Range", "bytes=" + phi.length + "-").get(path).then().statusCode(416);
    }

    @Test
    void a_truncated_model_is_refused_and_leaves_nothing() throws IOException {
        // Given
        byte[] phi = SmallPhi.bytes(22);

        // When
        var response = upload("truncated", Arrays.copyOf(phi, phi.length - 1));

        // Then
        response.statusCode(422)
                .contentType(PROBLEM)
                .body("code", equalTo("MODEL_CORRUPT"))
                .body("detail", containsString("expected"));
        given().get("/api/v1/models/truncated/versions/1").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"model_name\":1,\"reference\":\"procedural:source\",\"preset\":\"smoke\"}",
                "{\"modle_name\":\"a\"}",
                "{\"model_name\":\"a\",\"model_name\":\"b\"}",
                "{\"model_name\":\"../a\",\"reference\":\"procedural:source\",\"preset\":\"smoke\"}",
                "{\"model_name\":\"a\",\"preset\":\"smoke\"}",
                "{\"model_name\":\"a\",\"reference\":\"procedural:source\"}",
                "{\"model_name\":\"a\",\"reference\":\"webcam:0\",\"preset\":\"smoke\"}",
                "{\"model_name\":\"a\",\"reference\":\"procedural:source\",\"preset\":\"huge\"}",
                "{\"model_name\":\"a\",\"reference\":\"procedural:source\",\"preset\":\"smoke\",\"seed\":1.5}",
                "{\"model_name\":\"a\",\"reference\":\"procedural:source\",\"preset\":\"smoke\",\"width\":\"1\"}",
                "{\"model_name\":\"a\",\"reference\":\"procedural:source\",\"preset\":\"smoke\",\"width\":99}",
                "{\"model_name\":\"a\",\"reference\":\"procedural:source\",\"preset\":\"smoke\",\"reduction\":0.5}",
                "{\"model_name\":\"a\",\"reference\":\"procedural:source\",\"preset\":\"smoke\",\"architecture\":\"lenet\"}",
                "{\"model_name\":\"a\",\"reference\":\"procedural:source\",\"preset\":\"smoke\",\"meta_iterations\":0}"
            })
    void a_wrong_body_is_one_problem_that_says_what_was_expected(String body) {
        // Then
        given().contentType(ContentType.JSON)
                .body(body)
                .post(TRAININGS)
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("status", equalTo(400))
                .body("code", equalTo("INVALID_ARGUMENT"))
                .body("detail", containsString("expect"));
    }

    @Test
    void missing_reference_data_is_refused_at_once() {
        // Then
        given().contentType(ContentType.JSON)
                .body(body("x", 1).replace("procedural:source", "folder:/missing"))
                .post(TRAININGS)
                .then()
                .statusCode(422)
                .contentType(PROBLEM)
                .body("code", equalTo("DATA_UNREADABLE"));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/nothing,404",
        "/api/v1/meta-trainings/none,404",
        "/api/v1/meta-trainings/none/events,404",
        "/api/v1/models/none/versions/1,404",
        "/api/v1/models/none/versions/1/file,404",
        "/api/v1/models/none/versions/one,400",
        "/api/v1/models/No_Name/versions/1,400",
        "/api/v1/reports?limit=0,400",
        "/api/v1/reports?limit=1001,400",
        "/api/v1/reports?offset=-1,400",
        "/api/v1/reports?offset=some,400"
    })
    void a_wrong_address_is_a_problem_too(String path, int status) {
        // Then
        given().get(path)
                .then()
                .statusCode(status)
                .contentType(PROBLEM)
                .body("code", equalTo("INVALID_ARGUMENT"));
    }

    @Test
    void a_wrong_media_type_method_or_name_is_a_problem_too() {
        // Then
        given().contentType(ContentType.TEXT).body("x").post(TRAININGS).then().statusCode(415);
        given().put("/api/v1/models").then().statusCode(405).contentType(PROBLEM);
        upload("No Name", new byte[] {1}).statusCode(400).contentType(PROBLEM);
        given().post("/api/v1/models/none/versions/1/publish").then().statusCode(404);
        given().delete(TRAININGS + "/none").then().statusCode(404).contentType(PROBLEM);
    }

    @Test
    void readiness_covers_broker_and_database() {
        // Then
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body(
                        "checks.name",
                        hasItems("Kafka connection health check", "Stampede database"));
        given().get("/q/health/live").then().statusCode(200);
    }

    @Test
    void metrics_and_the_description_of_the_interface_are_served() {
        // Then
        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("stampede_meta_trainings{state=\"running\"}"));
        given().get("/q/openapi")
                .then()
                .statusCode(200)
                .body(containsString("/api/v1/meta-trainings/{id}/events"))
                .body(containsString("meta_iterations"));
    }

    private String start(String name, long seed) {
        String location =
                given().contentType(ContentType.JSON)
                        .body(body(name, seed))
                        .post(TRAININGS)
                        .then()
                        .statusCode(202)
                        .body("state", equalTo("queued"))
                        .extract()
                        .header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static String body(String name, long seed) {
        return """
               {"model_name": "%s", "reference": "procedural:source", "preset": "smoke", "seed": %d}
               """
                .formatted(name, seed);
    }

    private static ValidatableResponse job(String id) {
        return given().get(TRAININGS + "/" + id).then().statusCode(200);
    }

    private static ValidatableResponse awaitState(String id, String state) {
        Waiting.until(id + " is " + state, () -> job(id).extract().path("state").equals(state));
        return job(id);
    }

    private static ValidatableResponse upload(String name, byte[] bytes) {
        return given().contentType(ContentType.BINARY)
                .queryParam("name", name)
                .body(bytes)
                .post("/api/v1/models")
                .then();
    }

    private ModelVersion version(String name, long version) {
        return registry.find(new ModelName(name), version).orElseThrow();
    }

    private ModelManifest manifest(String name, long version) {
        return TopicReader.readUntil(
                        bootstrapServers,
                        TOPICS.manifest(),
                        record -> isManifest(record, name, version))
                .stream()
                .filter(record -> isManifest(record, name, version))
                .map(ServerIT::parsed)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isManifest(
            ConsumerRecord<String, byte[]> record, String name, long version) {
        return record.key().equals(name) && parsed(record).getVersion() == version;
    }

    private static ModelManifest parsed(ConsumerRecord<String, byte[]> record) {
        try {
            return ModelManifest.parseFrom(record.value());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads the file back as a device does: each chunk at its partition and offset, by its key. */
    private byte[] assembled(ModelManifest manifest) throws IOException {
        var last = manifest.getChunks(manifest.getChunksCount() - 1);
        var records =
                TopicReader.readUntil(
                        bootstrapServers,
                        manifest.getChunkTopic(),
                        record ->
                                record.partition() == last.getPartition()
                                        && record.offset() == last.getOffset());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (var reference : manifest.getChunksList()) {
            var record =
                    records.stream()
                            .filter(
                                    each ->
                                            each.partition() == reference.getPartition()
                                                    && each.offset() == reference.getOffset())
                            .findFirst()
                            .orElseThrow();
            assertEquals(hex(reference.getSha256().toByteArray()), record.key());
            file.writeBytes(ModelChunk.parseFrom(record.value()).getData().toByteArray());
        }
        return file.toByteArray();
    }

    private void send(String topic, String key, byte[] value) throws Exception {
        send(topic, key.getBytes(UTF_8), value);
    }

    private void send(String topic, byte[] key, byte[] value) throws Exception {
        send(new ProducerRecord<>(topic, key, value));
    }

    private void send(ProducerRecord<byte[], byte[]> record) throws Exception {
        try (var producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", (Object) bootstrapServers),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.send(record).get();
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
