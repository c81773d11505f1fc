package io.stampede.it.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.agent.config.AgentConfig;
import io.stampede.agent.daemon.StatusBoard;
import io.stampede.agent.store.DataDirectory;
import io.stampede.it.Checkout;
import io.stampede.server.ServerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The container files against what the build leaves and what the applications read. */
class ContainerfileTest {
    @ParameterizedTest
    @CsvSource({"meta-server, models", "edge-agent,"})
    void copies_what_the_build_leaves_and_starts_it(String application, String more) {
        // Given
        Containerfile file = Containerfile.read(application);
        String product = application + "/target/quarkus-app";

        // When / Then
        assertTrue(Checkout.text("pom.xml").contains("<module>" + application + "</module>"));
        List<String> copied = new ArrayList<>(List.of(product + "/ ./"));
        List<String> seen = new ArrayList<>(List.of("*", "!" + product));
        if (more != null) {
            assertTrue(Checkout.text(more + "/README.md").contains("SHA256SUMS"));
            copied.add(more + "/ " + more + "/");
            seen.add("!" + more);
        }
        assertEquals(copied, file.all("COPY"));
        assertEquals(
                seen,
                Checkout.text(Containerfile.path(application) + ".dockerignore").lines().toList());
        assertTrue(file.one("ENTRYPOINT").endsWith("\"-jar\", \"quarkus-run.jar\"]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"meta-server", "edge-agent"})
    void names_no_registry_and_does_not_run_as_root(String application) {
        // Given
        Containerfile file = Containerfile.read(application);

        // When / Then
        assertFalse(file.one("FROM").contains("/"), file.one("FROM"));
        assertTrue(file.user().matches("[1-9]\\d+:[1-9]\\d+"), file.user());
        assertTrue(file.one("RUN").contains("--uid " + file.user().replaceAll(":.*", "")));
    }

    @Test
    void the_server_listens_where_the_image_says_and_its_data_is_a_volume() {
        // Given
        Containerfile file = Containerfile.read("meta-server");

        // When
        ServerConfig config = Environment.ofServer(file.environment());

        // Then
        assertEquals(Integer.toString(config.http().port()), file.one("EXPOSE"));
        assertEquals("0.0.0.0", config.http().host());
        assertEquals(Path.of(file.one("WORKDIR"), "models"), config.shippedModels().orElseThrow());
        assertEquals(config.dataDir(), Path.of(file.one("VOLUME")));
        assertTrue(
                file.one("HEALTHCHECK")
                        .endsWith("127.0.0.1:" + config.http().port() + "/q/health/ready"));
    }

    @Test
    void the_agent_opens_no_port_and_is_healthy_while_its_state_file_is_young() {
        // Given
        Containerfile file = Containerfile.read("edge-agent");

        // When
        AgentConfig config = Environment.ofAgent(file.environment());

        // Then
        assertEquals(List.of(), file.all("EXPOSE"));
        assertEquals(config.dataDir(), Path.of(file.one("VOLUME")));
        Path state = new DataDirectory(config.dataDir()).stateFile();
        Matcher age =
                Pattern.compile("test -n \"\\$\\(find " + state + " -mmin -(\\d+)\\)\"$")
                        .matcher(file.one("HEALTHCHECK"));
        assertTrue(age.find(), file.one("HEALTHCHECK"));
        Duration longestStep =
                Duration.ofSeconds(Long.parseLong(SystemdUnit.read().service("WatchdogSec")));
        assertEquals(
                longestStep.plus(StatusBoard.ALIVE_INTERVAL),
                Duration.ofMinutes(Long.parseLong(age.group(1))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"meta-server", "edge-agent"})
    void what_is_written_at_run_time_belongs_to_the_user(String application) {
        // Given
        Containerfile file = Containerfile.read(application);

        // When
        Map<String, String> environment = file.environment();

        // Then
        for (String directory : List.of(environment.get("DJL_CACHE_DIR"), file.one("VOLUME"))) {
            assertTrue(file.one("RUN").contains(" " + directory), directory);
        }
    }
}
