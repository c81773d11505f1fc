package io.stampede.it.path;

import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import io.stampede.it.deploy.Manifests;
import io.stampede.it.process.Running;
import io.stampede.proto.Limits;
import io.stampede.proto.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole path with two processes: every test looks at the one run that {@link WholePath} made.
 */
class WholePathIT {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final int SIGTERM = 15;

    @TempDir static Path directory;

    private static WholePath path;
    private static WholePath.Seen seen;

    @BeforeAll
    static void run() throws IOException {
        path = new WholePath(directory);
        seen = path.run();
    }

    @Test
    void the_server_stores_exactly_one_report_of_the_device_and_version() {
        // Given / When
        JsonObject report = seen.reports.get(0).getAsJsonObject();

        // Then
        assertEquals(1, seen.reports.size());
        assertEquals(WholePath.DEVICE, report.get("device_id").getAsString());
        assertEquals(WholePath.MODEL, report.get("model_name").getAsString());
        assertEquals(1, report.get("model_version").getAsInt());
        assertEquals("adapted", report.get("outcome").getAsString());
        assertTrue(report.get("validation_images").getAsInt() > 0);
    }

    @Test
    void the_subnetwork_is_within_the_budget_that_the_device_had_set() {
        // Given / When
        JsonObject report = seen.reports.get(0).getAsJsonObject();

        // Then
        long parameters = report.get("parameters").getAsLong();
        assertTrue(parameters > 0 && parameters <= WholePath.MAX_PARAMETERS, report.toString());
        assertTrue(parameters < report.get("full_parameters").getAsLong());
        assertEquals(
                WholePath.MAX_PARAMETERS,
                report.getAsJsonObject("budget").get("max_parameters").getAsLong());
    }

    @Test
    void the_file_on_the_device_has_the_counts_that_the_report_says() throws IOException {
        // Given
        JsonObject report = seen.reports.get(0).getAsJsonObject();

        // When
        try (SubnetworkFile file = SubnetworkFile.open(path.subnetwork())) {
            Cost cost = new CostModel(1, 1).of(file.network());

            // Then
            assertEquals(cost.parameters(), report.get("parameters").getAsLong());
            assertEquals(cost.multiplyAdds(), report.get("multiply_adds").getAsLong());
            assertEquals(
                    new TreeSet<>(CanaryPictures.LABELS), new TreeSet<>(file.header().labels()));
            assertEquals(report.get("model_sha256").getAsString(), file.header().parentSha256());
            report.getAsJsonArray("groups")
                    .forEach(
                            group -> {
                                JsonObject count = group.getAsJsonObject();
                                String name = count.get("group").getAsString();
                                assertEquals(
                                        file.header().kept().get(name).size(),
                                        count.get("kept").getAsInt(),
                                        name);
                            });
        }
    }

    @Test
    void no_label_and_no_pixel_is_in_any_record_of_a_device() {
        // Given
        int records = 0;

        // When
        for (List<ConsumerRecord<byte[], byte[]>> topic : seen.deviceRecords.values()) {
            for (ConsumerRecord<byte[], byte[]> record : topic) {
                records++;

                // Then
                assertEquals(List.of(), path.pictures().leaksIn(record.key()));
                assertEquals(List.of(), path.pictures().leaksIn(record.value()));
                for (Header header : record.headers()) {
                    assertEquals(List.of(), path.pictures().leaksIn(header.value()));
                }
                assertTrue(record.value().length <= Limits.MAX_DEVICE_MESSAGE_BYTES);
                assertEquals(WholePath.DEVICE, new String(record.key(), StandardCharsets.UTF_8));
            }
        }
        assertEquals(1, seen.deviceRecords.get(Topics.DEFAULT.report()).size());
        assertTrue(records > 1, "expected statuses too");
    }

    @Test
    void no_label_and_no_pixel_is_in_any_byte_that_the_broker_keeps() throws IOException {
        // Given
        boolean sawDevice = false;
        List<Path> files;
        try (var walk = Files.walk(path.brokerDirectory())) {
            files = walk.filter(file -> file.toString().endsWith(".log")).toList();
        }

        // When
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            sawDevice |= new String(bytes, StandardCharsets.ISO_8859_1).contains(WholePath.DEVICE);

            // Then
            assertEquals(List.of(), path.pictures().leaksIn(bytes), file.toString());
        }
        assertTrue(sawDevice, "expected to read what devices sent, found nothing of them");
    }

    @Test
    void the_ledger_tells_message_by_message_the_bytes_that_the_broker_received() {
        // Given
        Map<String, List<SentRecord>> told =
                seen.told.stream().collect(groupingBy(SentRecord::topic));

        // When
        seen.deviceRecords.forEach(
                (topic, records) -> {
                    List<SentRecord> received = records.stream().map(SentRecord::received).toList();
                    List<SentRecord> noted = told.getOrDefault(topic, List.of());

                    // Then
                    assertEquals(received, noted, topic);
                    assertEquals(
                            received.stream().mapToLong(SentRecord::bytes).sum(),
                            noted.stream().mapToLong(SentRecord::bytes).sum(),
                            topic);
                });
        assertTrue(seen.deviceRecords.keySet().containsAll(told.keySet()), told.toString());
        assertEquals(1, told.get(Topics.DEFAULT.report()).size());
    }

    @Test
    void the_owner_sees_the_same_account_and_that_nobody_has_changed_it() {
        // Given / When
        JsonObject totals = seen.egress.getAsJsonObject("totals");

        // Then
        assertEquals(0, seen.egressStatus);
        assertTrue(seen.egress.getAsJsonObject("chain").get("intact").getAsBoolean());
        assertEquals(seen.told.size(), totals.get("messages").getAsInt());
        assertEquals(
                seen.told.stream().mapToLong(SentRecord::bytes).sum(),
                totals.get("bytes").getAsLong());
    }

    @Test
    void no_label_and_no_pixel_is_in_the_ledger() throws IOException {
        // Given
        List<Path> files;
        try (var walk = Files.list(path.ledgerDirectory())) {
            files = walk.toList();
        }

        // When / Then
        assertFalse(files.isEmpty());
        for (Path file : files) {
            assertEquals(List.of(), path.pictures().leaksIn(Files.readAllBytes(file)));
        }
    }

    @Test
    void the_search_for_private_data_finds_it_where_it_is() throws IOException {
        // Given
        byte[] row = path.pictures().sample();
        byte[] label = ("so: " + CanaryPictures.LABELS.get(1)).getBytes(StandardCharsets.UTF_8);

        // When / Then
        assertFalse(path.pictures().leaksIn(row).isEmpty());
        assertEquals(List.of(CanaryPictures.LABELS.get(1)), path.pictures().leaksIn(label));
    }

    @Test
    void a_restarted_device_neither_fetches_nor_adapts_nor_reports_again() {
        // Given / When
        String log = seen.agentLogAfterRestart;

        // Then
        assertEquals(2, seen.announcements);
        assertEquals(seen.reports, seen.reportsAfterRestart);
        assertEquals(seen.deviceFiles, seen.deviceFilesAfterRestart);
        assertTrue(log.contains("Agent ready"), log);
        assertFalse(log.contains("Receiving a model"), log);
        assertFalse(log.contains("Adaptation started"), log);
    }

    @Test
    void agent_and_server_end_soon_when_they_are_asked_to_and_as_systemd_expects() {
        // Given
        Set<Integer> orderly = Set.of(0, 128 + SIGTERM);

        // When
        Map<String, Running.Ending> endings = seen.stopping;

        // Then
        assertEquals(3, endings.size());
        endings.forEach(
                (name, ending) -> {
                    assertTrue(ending.took().compareTo(STOP_LIMIT) <= 0, name + " " + ending);
                    assertTrue(orderly.contains(ending.status()), name + " " + ending);
                });
    }

    @Test
    void the_server_answers_where_the_deployment_asks() {
        // Given
        Set<String> paths = Manifests.base().serverPaths();

        // When
        Map<String, Integer> status = seen.httpStatus;

        // Then
        assertEquals(paths, status.keySet());
        assertEquals(Set.of(200), Set.copyOf(status.values()));
    }

    @Test
    void topics_are_made_with_the_policies_of_their_resources() {
        // Given
        Map<String, Map<String, String>> wanted = Manifests.base().topicPolicies();

        // When
        Map<String, Map<String, String>> found = seen.topicPolicies;

        // Then
        assertEquals(wanted, found);
        assertTrue(seen.topics.containsAll(wanted.keySet()));
    }

    @Test
    void consumers_are_in_the_groups_that_the_rules_allow() {
        // Given
        Manifests manifests = Manifests.base();
        Set<String> allowed = new TreeSet<>(manifests.groups("meta-server"));
        allowed.addAll(manifests.groups(WholePath.DEVICE));

        // When
        Set<String> groups = seen.groups;

        // Then
        assertEquals(allowed, groups);
    }
}
