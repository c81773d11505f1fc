package io.stampede.it.deploy;

import io.stampede.it.Checkout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The resources of {@code deploy/kubernetes}. */
public final class Manifests {
    private static final String BASE = "deploy/kubernetes/base/";

    private final List<YamlNode> resources;

    private Manifests(List<YamlNode> resources) {
        this.resources = resources;
    }

    /** Reads all resources of the base. */
    public static Manifests base() {
        YamlNode kustomization = YamlNode.documents(BASE + "kustomization.yaml").get(0);
        List<YamlNode> resources = new ArrayList<>();
        for (String file : kustomization.at("resources").texts()) {
            resources.addAll(YamlNode.documents(BASE + file));
        }
        return new Manifests(resources);
    }

    /** Reads the patch of the GPU variant. */
    static YamlNode gpuPatch() {
        String overlay = "deploy/kubernetes/overlays/gpu/";
        YamlNode kustomization = YamlNode.documents(overlay + "kustomization.yaml").get(0);
        String base = overlay + kustomization.at("resources", 0).text();
        if (!Checkout.file(base).normalize().equals(Checkout.file(BASE).normalize())) {
            throw new AssertionError(
                    "expected the overlay to stand on " + BASE + ", found " + base);
        }
        return YamlNode.documents(overlay + kustomization.at("patches", 0, "path").text()).get(0);
    }

    List<YamlNode> all() {
        return resources;
    }

    List<YamlNode> ofKind(String kind) {
        return resources.stream().filter(node -> node.at("kind").text().equals(kind)).toList();
    }

    YamlNode one(String kind, String name) {
        return ofKind(kind).stream()
                .filter(node -> node.at("metadata", "name").text().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new AssertionError(
                                        "expected a " + kind + " " + name + ", found none"));
    }

    /** The server's container. */
    YamlNode server() {
        return one("Deployment", "meta-server").at("spec", "template", "spec", "containers", 0);
    }

    /** Every variable that the server's container sees, secrets as an empty value. */
    Map<String, String> serverEnvironment() {
        YamlNode container = server();
        String name = container.at("envFrom", 0, "configMapRef", "name").text();
        Map<String, String> environment =
                new LinkedHashMap<>(one("ConfigMap", name).at("data").fields());
        for (YamlNode variable : container.at("env").list()) {
            environment.put(
                    variable.at("name").text(),
                    variable.has("value") ? variable.at("value").text() : "");
        }
        return environment;
    }

    /** The paths that Kubernetes asks the server for, whatever for. */
    public Set<String> serverPaths() {
        Set<String> paths = new TreeSet<>();
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            paths.add(server().at(probe, "httpGet", "path").text());
        }
        YamlNode template = one("Deployment", "meta-server").at("spec", "template", "metadata");
        paths.add(template.at("annotations", "prometheus.io/path").text());
        return paths;
    }

    /** Topic name to its policy: cleanup, and retention where records are deleted. */
    public Map<String, Map<String, String>> topicPolicies() {
        Map<String, Map<String, String>> policies = new LinkedHashMap<>();
        for (YamlNode topic : ofKind("KafkaTopic")) {
            Map<String, String> policy = new LinkedHashMap<>(topic.at("spec", "config").fields());
            policy.remove("min.insync.replicas");
            policies.put(topic.at("metadata", "name").text(), policy);
        }
        return policies;
    }

    /** The consumer groups that a user may be in. */
    public Set<String> groups(String user) {
        Set<String> groups = new TreeSet<>();
        for (YamlNode rule : one("KafkaUser", user).at("spec", "authorization", "acls").list()) {
            if (rule.at("resource", "type").text().equals("group")) {
                groups.add(rule.at("resource", "name").text());
            }
        }
        return groups;
    }

    /** Operation to the topics that a user may do it to. */
    Set<String> topics(String user, String operation) {
        Set<String> topics = new TreeSet<>();
        for (YamlNode rule : one("KafkaUser", user).at("spec", "authorization", "acls").list()) {
            if (rule.at("resource", "type").text().equals("topic")
                    && rule.at("operations").texts().contains(operation)) {
                topics.add(rule.at("resource", "name").text());
            }
        }
        return topics;
    }
}
