package io.stampede.core.model;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.prune.Budget;
import io.stampede.core.prune.ChannelMask;
import io.stampede.core.prune.PruningPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a subnetwork file says about itself besides its tensors (format.md).
 *
 * @param architecture reference network that it was cut from
 * @param width multiplier of the reference channel counts
 * @param mean per colour plane, of pictures scaled to [0, 1]
 * @param std per colour plane, of pictures scaled to [0, 1]
 * @param labels name of each class
 * @param parentVersion version of the phi that it was cut from, 0 for one without a version
 * @param parentSha256 digest of that phi file, 64 hexadecimal digits
 * @param kept gate to the ascending indices of the channels that stayed
 * @param fold whether E[m] is folded into the batch norms
 * @param budget limit that it was cut for
 * @param metrics finite numbers by name, for example {@code accuracy}; leave out what is unknown
 */
public record SubnetworkHeader(
        Architecture architecture,
        double width,
        List<Float> mean,
        List<Float> std,
        List<String> labels,
        long parentVersion,
        String parentSha256,
        Map<String, List<Integer>> kept,
        boolean fold,
        Budget budget,
        Map<String, Double> metrics) {
    /** The format that this program writes and reads. */
    public static final String FORMAT = "stampede.subnetwork/1";

    /** Checks and copies. */
    public SubnetworkHeader {
        requireNonNull(architecture, "architecture is null");
        requireNonNull(budget, "budget is null");
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        Metadata.requireNormalisation(mean, std);
        labels = List.copyOf(labels);
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        metrics.forEach(
                (name, value) -> require(Double.isFinite(value), "a finite " + name, value));
        require(parentVersion >= 0, "a parent version from 0", parentVersion);
        require(
                parentSha256.matches("[0-9a-f]{64}"),
                "a parent digest of 64 hexadecimal digits",
                parentSha256);
        // Puts the groups into the order of the forward pass and checks every index.
        kept = new ChannelMask(full(architecture, width, labels).channels(), kept).kept();
    }

    /** Number of outputs. */
    public int classes() {
        return labels.size();
    }

    /** The subnetwork. */
    public NetworkSpec network() {
        return plan().subnetwork();
    }

    /** What was kept of the full network with the same head. */
    public PruningPlan plan() {
        NetworkSpec full = full(architecture, width, labels);
        return new PruningPlan(full, new ChannelMask(full.channels(), kept));
    }

    /** Exact cost of the subnetwork, its training memory at the paper's batch. */
    public Cost cost() {
        return CostModel.FINE_TUNING.of(network());
    }

    /** The tensors that a file with this header holds. */
    public TensorLayout layout() {
        return TensorLayout.subnetwork(network());
    }

    /** This header with other metrics, for whoever measures after writing. */
    public SubnetworkHeader withMetrics(Map<String, Double> other) {
        return new SubnetworkHeader(
                architecture,
                width,
                mean,
                std,
                labels,
                parentVersion,
                parentSha256,
                kept,
                fold,
                budget,
                other);
    }

    Map<String, String> toMetadata() {
        NetworkSpec network = network();
        Map<String, String> fields = Metadata.common(FORMAT, network);
        fields.put("mean", mean.toString());
        fields.put("std", std.toString());
        JsonArray names = new JsonArray();
        labels.forEach(names::add);
        fields.put("labels", names.toString());
        fields.put("parent_version", Long.toString(parentVersion));
        fields.put("parent_sha256", parentSha256);
        fields.put("kept", keptJson().toString());
        fields.put("parameters", Long.toString(cost().parameters()));
        fields.put("multiply_adds", Long.toString(cost().multiplyAdds()));
        fields.put("fold", Boolean.toString(fold));
        fields.put("budget", BudgetJson.write(budget));
        JsonObject measured = new JsonObject();
        metrics.forEach(measured::addProperty);
        fields.put("metrics", measured.toString());
        return fields;
    }

    static SubnetworkHeader fromMetadata(Metadata metadata) {
        metadata.requireFormat(FORMAT);
        SubnetworkHeader header =
                metadata.checked(
                        () ->
                                new SubnetworkHeader(
                                        metadata.architecture(),
                                        metadata.decimal("width"),
                                        metadata.floats("mean"),
                                        metadata.floats("std"),
                                        Json.texts(
                                                metadata.text("labels"), metadata.where("labels")),
                                        metadata.integer("parent_version"),
                                        metadata.text("parent_sha256"),
                                        kept(metadata),
                                        fold(metadata),
                                        BudgetJson.read(
                                                metadata.text("budget"), metadata.where("budget")),
                                        metrics(metadata)));
        requireCounts(metadata, header);
        return header;
    }

    private static void requireCounts(Metadata metadata, SubnetworkHeader header) {
        requireCount(metadata, "classes", header.classes());
        requireCount(metadata, "parameters", header.cost().parameters());
        requireCount(metadata, "multiply_adds", header.cost().multiplyAdds());
    }

    private static void requireCount(Metadata metadata, String key, long counted) {
        if (metadata.integer(key) != counted) {
            throw Corruption.of(metadata.where(key), Long.toString(counted), metadata.text(key));
        }
    }

    /** True unless the file says otherwise. */
    private static boolean fold(Metadata metadata) {
        String text = metadata.has("fold") ? metadata.text("fold") : "true";
        if (!text.equals("true") && !text.equals("false")) {
            throw Corruption.of(metadata.where("fold"), "true or false", text);
        }
        return text.equals("true");
    }

    private static Map<String, List<Integer>> kept(Metadata metadata) {
        String where = metadata.where("kept");
        Map<String, List<Integer>> kept = new LinkedHashMap<>();
        Json.object(metadata.text("kept"), where)
                .asMap()
                .forEach(
                        (group, indices) -> {
                            List<Integer> values = new ArrayList<>();
                            Json.array(indices, where)
                                    .forEach(index -> values.add(Json.smallInteger(index, where)));
                            kept.put(group, values);
                        });
        return kept;
    }

    private static Map<String, Double> metrics(Metadata metadata) {
        String where = metadata.where("metrics");
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (metadata.has("metrics")) {
            Json.object(metadata.text("metrics"), where)
                    .asMap()
                    .forEach((name, value) -> metrics.put(name, Json.number(value, where)));
        }
        return metrics;
    }

    private JsonObject keptJson() {
        JsonObject json = new JsonObject();
        kept.forEach(
                (group, indices) -> {
                    JsonArray array = new JsonArray();
                    indices.forEach(array::add);
                    json.add(group, array);
                });
        return json;
    }

    private static NetworkSpec full(Architecture architecture, double width, List<String> labels) {
        return Architectures.of(architecture, width, labels.size());
    }

    private static void require(boolean condition, String expectation, Object found) {
        if (!condition) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected " + expectation + ", found " + Corruption.excerpt(found));
        }
    }
}
