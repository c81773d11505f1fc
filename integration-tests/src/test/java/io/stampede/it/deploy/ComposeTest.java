package io.stampede.it.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.agent.config.AgentConfig;
import io.stampede.agent.config.AgentSettings;
import io.stampede.it.Checkout;
import io.stampede.server.ServerConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The compose file against images, configuration and ports. */
class ComposeTest {
    private static final YamlNode COMPOSE = YamlNode.documents("deploy/compose.yaml").get(0);

    @ParameterizedTest
    @CsvSource({"meta-server, meta-server", "agent, edge-agent"})
    void builds_the_image_of_the_container_file(String service, String application) {
        // Given
        YamlNode node = COMPOSE.at("services", service);

        // When / Then
        assertEquals(
                "stampede/" + application + ":" + Checkout.pomProperty("project.version"),
                node.at("image").text());
        assertEquals(Containerfile.path(application), node.at("build", "dockerfile").text());
        assertEquals(
                Checkout.ROOT,
                Checkout.file("deploy").resolve(node.at("build", "context").text()).normalize());
    }

    @Test
    void the_server_is_published_on_loopback_at_the_port_it_listens_on() {
        // Given
        ServerConfig config = Environment.ofServer(environment("meta-server", "meta-server"));

        // When
        List<String> ports = COMPOSE.at("services", "meta-server", "ports").texts();

        // Then
        int port = config.http().port();
        assertEquals(List.of("127.0.0.1:" + port + ":" + port), ports);
    }

    @Test
    void the_agent_shares_the_server_s_loopback_and_finds_the_embedded_broker_there() {
        // Given
        ServerConfig config = Environment.ofServer(environment("meta-server", "meta-server"));
        YamlNode agent = COMPOSE.at("services", "agent");

        // When
        String bootstrap = agent.at("environment", "KAFKA_BOOTSTRAP_SERVERS").text();

        // Then
        assertEquals("127.0.0.1:" + config.embeddedBroker().port(), bootstrap);
        assertEquals("service:meta-server", agent.at("network_mode").text());
        assertEquals("service_healthy", agent.at("depends_on", "meta-server", "condition").text());
    }

    @Test
    void the_agent_would_accept_its_configuration() {
        // Given
        AgentConfig config = Environment.ofAgent(environment("agent", "edge-agent"));

        // When
        AgentSettings settings = AgentSettings.from(config);

        // Then
        assertTrue(settings.adaptation().budget().maxParameters().isPresent());
    }

    @ParameterizedTest
    @CsvSource({"meta-server, meta-server", "agent, edge-agent"})
    void data_lies_on_a_named_volume_and_the_rest_is_read_only(String service, String application) {
        // Given
        YamlNode node = COMPOSE.at("services", service);
        Containerfile image = Containerfile.read(application);

        // When
        String[] volume = node.at("volumes", 0).text().split(":");

        // Then
        assertTrue(COMPOSE.at("volumes").has(volume[0]));
        assertEquals(image.one("VOLUME"), volume[1]);
        assertEquals("true", node.at("read_only").text());
        List<String> written =
                node.at("tmpfs").texts().stream().map(text -> text.split(":")[0]).toList();
        assertEquals(List.of("/tmp", image.environment().get("DJL_CACHE_DIR")), written);
        String owner = image.user().replaceFirst(":", ",gid=");
        assertTrue(node.at("tmpfs", 1).text().contains("uid=" + owner));
    }

    @Test
    void the_agent_s_memory_is_limited_as_systemd_limits_it() {
        // Given
        Map<String, List<String>> unit = SystemdUnit.read().section("Service");

        // When
        String limit = COMPOSE.at("services", "agent", "mem_limit").text();

        // Then
        assertEquals(unit.get("MemoryMax").get(0).toLowerCase(Locale.ROOT), limit);
    }

    /** What a container sees: its image's variables and those of the service. */
    private static Map<String, String> environment(String service, String application) {
        Map<String, String> environment =
                new LinkedHashMap<>(Containerfile.read(application).environment());
        environment.putAll(COMPOSE.at("services", service, "environment").fields());
        return environment;
    }
}
