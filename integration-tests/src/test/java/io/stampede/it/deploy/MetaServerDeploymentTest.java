package io.stampede.it.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.it.Checkout;
import io.stampede.server.ServerConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The server's Kubernetes resources against its configuration, ports and paths. */
class MetaServerDeploymentTest {
    private final Manifests manifests = Manifests.base();
    private final YamlNode pod =
            manifests.one("Deployment", "meta-server").at("spec", "template", "spec");
    private final YamlNode container = manifests.server();
    private final ServerConfig config = Environment.ofServer(manifests.serverEnvironment());

    @Test
    void every_resource_of_the_base_has_a_kind_and_a_name() {
        // Given / When
        List<YamlNode> resources = manifests.all();

        // Then
        assertFalse(resources.isEmpty());
        for (YamlNode resource : resources) {
            assertFalse(resource.at("apiVersion").text().isEmpty());
            assertFalse(resource.at("metadata", "name").text().isEmpty());
        }
    }

    @Test
    void the_port_is_the_same_for_server_container_service_and_metrics() {
        // Given
        int port = config.http().port();

        // When / Then
        assertEquals(port, container.at("ports", 0, "containerPort").number());
        YamlNode service = manifests.one("Service", "meta-server").at("spec", "ports", 0);
        assertEquals(port, service.at("port").number());
        assertEquals(container.at("ports", 0, "name").text(), service.at("targetPort").text());
        YamlNode template = manifests.one("Deployment", "meta-server").at("spec", "template");
        assertEquals(port, template.at("metadata", "annotations", "prometheus.io/port").number());
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertEquals(
                    container.at("ports", 0, "name").text(),
                    container.at(probe, "httpGet", "port").text());
        }
        assertEquals("0.0.0.0", config.http().host());
    }

    @Test
    void probes_ask_where_the_health_extension_answers() {
        // Given
        String properties = Checkout.text("meta-server/src/main/resources/application.properties");

        // When
        Set<String> paths = manifests.serverPaths();

        // Then
        assertEquals(
                Set.of("/q/health/started", "/q/health/live", "/q/health/ready", "/q/metrics"),
                paths);
        for (String mover :
                List.of("root-path", "quarkus.smallrye-health", "management.enabled=true")) {
            assertFalse(properties.contains(mover), mover + " moves the paths of the probes");
        }
    }

    @Test
    void the_service_finds_the_pods_and_the_deployment_owns_them() {
        // Given
        YamlNode deployment = manifests.one("Deployment", "meta-server").at("spec");

        // When
        Map<String, String> selector =
                manifests.one("Service", "meta-server").at("spec", "selector").fields();

        // Then
        Map<String, String> labels = deployment.at("template", "metadata", "labels").fields();
        assertTrue(labels.entrySet().containsAll(selector.entrySet()));
        assertEquals(selector, deployment.at("selector", "matchLabels").fields());
    }

    @Test
    void one_server_alone_uses_the_data_directory_which_is_a_volume_claim() {
        // Given
        YamlNode deployment = manifests.one("Deployment", "meta-server").at("spec");

        // When
        YamlNode volume = volumeAt(config.dataDir());

        // Then
        assertEquals(1, deployment.at("replicas").number());
        assertEquals("Recreate", deployment.at("strategy", "type").text());
        String claim = volume.at("persistentVolumeClaim", "claimName").text();
        manifests.one("PersistentVolumeClaim", claim);
    }

    @Test
    void whatever_is_written_at_run_time_lies_on_a_volume() {
        // Given
        Containerfile image = Containerfile.read("meta-server");

        // When / Then
        assertEquals("true", container.at("securityContext", "readOnlyRootFilesystem").text());
        volumeAt(Path.of(image.environment().get("DJL_CACHE_DIR"))).at("emptyDir");
        volumeAt(Path.of("/tmp")).at("emptyDir");
    }

    @Test
    void the_pod_runs_as_the_image_s_user_without_privileges() {
        // Given
        YamlNode context = pod.at("securityContext");

        // When / Then
        assertEquals(
                Containerfile.read("meta-server").user(),
                context.at("runAsUser").text() + ":" + context.at("runAsGroup").text());
        assertEquals("true", context.at("runAsNonRoot").text());
        assertEquals("false", container.at("securityContext", "allowPrivilegeEscalation").text());
        assertEquals("false", pod.at("automountServiceAccountToken").text());
    }

    @Test
    void no_variable_of_a_service_reaches_a_server_that_refuses_unknown_keys() {
        // Given / When
        String links = pod.at("enableServiceLinks").text();

        // Then
        assertEquals("false", links);
    }

    @Test
    void the_broker_is_the_internal_listener_of_the_cluster() {
        // Given
        YamlNode kafka = manifests.ofKind("Kafka").get(0);
        YamlNode listener = kafka.at("spec", "kafka", "listeners", 0);

        // When
        Optional<String> bootstrap = config.kafka().bootstrapServers();

        // Then
        assertEquals("internal", listener.at("type").text());
        assertEquals(
                Optional.of(
                        kafka.at("metadata", "name").text()
                                + "-kafka-bootstrap:"
                                + listener.at("port").text()),
                bootstrap);
        assertEquals("SSL", manifests.serverEnvironment().get("KAFKA_SECURITY_PROTOCOL"));
    }

    @Test
    void certificates_are_those_that_strimzi_writes_for_cluster_and_user() {
        // Given
        String cluster = manifests.ofKind("Kafka").get(0).at("metadata", "name").text();
        Map<String, String> environment = manifests.serverEnvironment();

        // When / Then
        Path trust = Path.of(environment.get("KAFKA_SSL_TRUSTSTORE_LOCATION"));
        Path key = Path.of(environment.get("KAFKA_SSL_KEYSTORE_LOCATION"));
        assertEquals(
                cluster + "-cluster-ca-cert",
                volumeAt(trust.getParent()).at("secret", "secretName").text());
        String user = volumeAt(key.getParent()).at("secret", "secretName").text();
        manifests.one("KafkaUser", user);
        assertEquals("ca.p12", trust.getFileName().toString());
        assertEquals("user.p12", key.getFileName().toString());
        Set<String> secrets = new TreeSet<>();
        for (YamlNode variable : container.at("env").list()) {
            secrets.add(variable.at("valueFrom", "secretKeyRef", "name").text());
        }
        assertEquals(Set.of(cluster + "-cluster-ca-cert", user), secrets);
    }

    @Test
    void the_gpu_variant_changes_that_deployment_and_points_the_engine_at_the_mounted_natives() {
        // Given
        YamlNode patch = Manifests.gpuPatch();
        YamlNode changed = patch.at("spec", "template", "spec", "containers", 0);

        // When
        Map<String, String> environment = new TreeMap<>();
        changed.at("env")
                .list()
                .forEach(
                        variable ->
                                environment.put(
                                        variable.at("name").text(), variable.at("value").text()));

        // Then
        assertEquals("Deployment", patch.at("kind").text());
        manifests.one("Deployment", patch.at("metadata", "name").text());
        assertEquals(container.at("name").text(), changed.at("name").text());
        assertEquals(1, changed.at("resources", "limits", "nvidia.com/gpu").number());
        Environment.ofServer(environment);
        assertEquals(Checkout.pomProperty("pytorch.version"), environment.get("PYTORCH_VERSION"));
        assertTrue(
                Path.of(environment.get("PYTORCH_LIBRARY_PATH"))
                        .startsWith(changed.at("volumeMounts", 0, "mountPath").text()));
    }

    private YamlNode volumeAt(Path path) {
        String name =
                container.at("volumeMounts").list().stream()
                        .filter(mount -> Path.of(mount.at("mountPath").text()).equals(path))
                        .map(mount -> mount.at("name").text())
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("expected a volume at " + path));
        return pod.at("volumes").list().stream()
                .filter(volume -> volume.at("name").text().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("expected the volume " + name));
    }
}
