package io.stampede.it.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.agent.cli.AgentCommand;
import io.stampede.agent.cli.CoreEngine;
import io.stampede.agent.cli.Terminal;
import io.stampede.agent.config.AgentConfig;
import io.stampede.agent.config.AgentSettings;
import io.stampede.core.ErrorCode;
import io.stampede.core.data.SourceSpec;
import io.stampede.it.Checkout;
import io.stampede.it.ConfigurationKeys;
import io.stampede.proto.Topics;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The systemd unit and its file of properties against the agent's commands and keys. */
class SystemdUnitTest {
    private final SystemdUnit unit = SystemdUnit.read();

    @Test
    void starts_the_daemon_with_a_command_line_that_the_agent_accepts() {
        // Given
        List<String> words = Arrays.asList(unit.service("ExecStart").split(" "));
        int jar = words.indexOf("-jar");
        List<Path> configurations = new ArrayList<>();
        var command =
                AgentCommand.create(
                        new CoreEngine(),
                        (configuration, overrides) -> {
                            configuration.ifPresent(configurations::add);
                            return overrides.size();
                        },
                        Terminal.ofProcess(System.out, Map.of()));

        // When
        int status = command.execute(words.subList(jar + 2, words.size()).toArray(String[]::new));

        // Then
        assertEquals(0, status);
        assertEquals(List.of(Path.of("/etc/stampede/agent.properties")), configurations);
        assertEquals(
                Path.of(unit.service("WorkingDirectory"), "quarkus-run.jar"),
                Path.of(words.get(jar + 1)));
    }

    @Test
    void keeps_its_state_where_systemd_lets_it_write() {
        // Given
        Map<String, String> environment = unit.environment();

        // When
        AgentConfig config = Environment.ofAgent(environment);

        // Then
        assertEquals(Path.of("/var/lib", unit.service("StateDirectory")), config.dataDir());
        assertEquals(
                "/var/cache/" + unit.service("CacheDirectory"), environment.get("DJL_CACHE_DIR"));
        assertEquals("strict", unit.service("ProtectSystem"));
    }

    @Test
    void reads_names_as_utf_8() {
        assertEquals("C.UTF-8", unit.environment().get("LC_ALL"));
    }

    @Test
    void restarts_after_failures_but_not_over_a_wrong_configuration() {
        // Given / When
        String never = unit.service("RestartPreventExitStatus");

        // Then
        assertEquals("on-failure", unit.service("Restart"));
        assertEquals("143", unit.service("SuccessExitStatus"), "how a JVM ends on SIGTERM");
        assertEquals(Integer.toString(ErrorCode.INVALID_CONFIGURATION.exitCode()), never);
        assertEquals(Integer.toString(ErrorCode.INVALID_ARGUMENT.exitCode()), never);
    }

    @Test
    void never_gives_up_on_an_agent_that_a_full_disk_keeps_from_starting() {
        assertEquals(List.of("0"), unit.section("Unit").get("StartLimitIntervalSec"));
        assertTrue(Integer.parseInt(unit.service("RestartSec")) >= 10, "each start costs a JVM");
    }

    @Test
    void waits_until_the_agent_is_ready_and_ends_one_that_hangs() {
        // Given / When / Then
        assertEquals("notify", unit.service("Type"));
        assertEquals("main", unit.service("NotifyAccess"));
        assertTrue(Integer.parseInt(unit.service("WatchdogSec")) >= 60, "a step may take long");
        assertTrue(unit.service("RestrictAddressFamilies").contains("AF_UNIX"));
    }

    @Test
    void lets_the_agent_live_where_memory_is_short_for_an_adaptation() {
        assertEquals("continue", unit.service("OOMPolicy"));
        assertTrue(unit.service("MemoryMax").endsWith("M"));
    }

    @Test
    void gives_the_daemon_the_options_of_the_launcher_and_of_the_image() {
        // Given
        Matcher options =
                Pattern.compile("daemon_options=\"([^\"]+)\"").matcher(Checkout.text("stampede"));
        assertTrue(options.find());
        List<String> words = Arrays.asList(options.group(1).replace("\\\n", "").trim().split(" +"));

        // When
        String unitLine = unit.service("ExecStart");
        String image = Containerfile.read("edge-agent").one("ENTRYPOINT");

        // Then
        assertTrue(words.contains("-XX:+ExitOnOutOfMemoryError"), "an Error ends a thread alone");
        assertTrue(unitLine.startsWith("/usr/bin/java " + String.join(" ", words) + " -D"));
        assertTrue(
                image.startsWith("[\"java\", \"" + String.join("\", \"", words) + "\", \"-D"),
                image);
    }

    @Test
    void runs_as_an_own_user_who_may_little() {
        // Given / When / Then
        assertEquals("stampede", unit.service("User"));
        assertEquals("yes", unit.service("NoNewPrivileges"));
        assertEquals("", unit.service("CapabilityBoundingSet"));
        assertEquals("mixed", unit.service("KillMode"));
        assertTrue(unit.section("Unit").get("After").get(0).contains("time-sync.target"));
        assertTrue(unit.section("Unit").get("After").get(0).contains("network-online.target"));
    }

    @Test
    void the_file_of_properties_has_known_keys_and_values_that_the_agent_accepts() {
        // Given
        Map<String, String> properties = agentProperties();

        // When
        AgentSettings settings =
                AgentSettings.from(ConfigurationKeys.readProperties(AgentConfig.class, properties));

        // Then
        var ours = ConfigurationKeys.of(AgentConfig.class).defaults().keySet();
        for (String key : properties.keySet()) {
            assertTrue(
                    ours.contains(key) || ConfigurationKeys.kafkaKeys().contains(key),
                    () -> "expected a key that something reads, found " + key);
        }
        assertEquals(SourceSpec.parse("folder:/srv/stampede/pictures"), settings.data());
        assertEquals(Topics.DEFAULT, settings.topics());
    }

    @Test
    void the_device_is_one_that_the_cluster_knows_and_calls_its_listener() {
        // Given
        Map<String, String> properties = agentProperties();
        Manifests manifests = Manifests.base();

        // When
        String bootstrap = properties.get("kafka.bootstrap.servers");

        // Then
        manifests.one("KafkaUser", properties.get("stampede.agent.device-id"));
        YamlNode listener =
                manifests.ofKind("Kafka").get(0).at("spec", "kafka", "listeners").list().stream()
                        .filter(node -> node.at("name").text().equals("devices"))
                        .findFirst()
                        .orElseThrow();
        assertTrue(bootstrap.endsWith(":" + listener.at("port").text()), bootstrap);
        assertEquals("SSL", properties.get("kafka.security.protocol"));
    }

    private static Map<String, String> agentProperties() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Checkout.text("deploy/systemd/agent.properties")));
        } catch (IOException e) {
            throw new AssertionError("a string cannot fail to be read", e);
        }
        Map<String, String> all = new TreeMap<>();
        properties.forEach((key, value) -> all.put(key.toString(), value.toString()));
        return all;
    }
}
