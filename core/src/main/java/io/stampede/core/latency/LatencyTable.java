package io.stampede.core.latency;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Convolution;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.prune.LatencyEstimate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What each shape of layer takes on one machine, and with it a prediction for any network.
 *
 * <p>A prediction is the sum over a network's convolutions, plus what poolings, classifier and the
 * calls themselves take. Immutable.
 */
public final class LatencyTable implements LatencyEstimate {
    private static final String FORMAT = "stampede.latency/1";

    private final String machine;
    private final Map<String, Grid> layers;
    private final double restMillis;

    /**
     * A table.
     *
     * @param machine engine and processor that it was measured with
     * @param layers layer kind, as {@link #kind} names it, to its milliseconds
     * @param restMillis of everything but the convolutions
     */
    LatencyTable(String machine, Map<String, Grid> layers, double restMillis) {
        this.machine = requireNonNull(machine, "machine is null");
        this.layers = Map.copyOf(layers);
        this.restMillis = restMillis;
    }

    /** Names what convolutions of one grid share: kernel, stride and size of the output. */
    static String kind(Convolution convolution) {
        return "%dx%d/%d@%d"
                .formatted(
                        convolution.kernel(),
                        convolution.kernel(),
                        convolution.stride(),
                        convolution.outputSize());
    }

    @Override
    public double millis(NetworkSpec network) {
        double millis = restMillis;
        for (Convolution convolution : network.convolutions()) {
            Grid grid = layers.get(kind(convolution));
            if (grid == null) {
                throw new IllegalArgumentException(
                        "expected one of " + layers.keySet() + ", found " + kind(convolution));
            }
            millis +=
                    grid.millis(
                            network.channels(convolution.input()),
                            network.channels(convolution.output()));
        }
        return millis;
    }

    /** Whether every layer of a network lies within what was measured on this machine. */
    boolean covers(NetworkSpec network, String onMachine) {
        return machine.equals(onMachine)
                && network.convolutions().stream()
                        .allMatch(
                                convolution -> {
                                    Grid grid = layers.get(kind(convolution));
                                    return grid != null
                                            && grid.covers(
                                                    network.channels(convolution.input()),
                                                    network.channels(convolution.output()));
                                });
    }

    /** Reads a table, empty where there is none that can be understood: it is only a cache. */
    static Optional<LatencyTable> read(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(parse(Files.readString(file)))
                    : Optional.empty();
        } catch (IOException
                | JsonParseException
                | IllegalStateException
                | NullPointerException
                | NumberFormatException
                | UnsupportedOperationException
                | ClassCastException
                | StampedeException e) {
            return Optional.empty();
        }
    }

    /** Writes this table aside and renames it. */
    void write(Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(part, json().toString());
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED, "expected to write " + file + ", found " + e, e);
        }
    }

    private JsonObject json() {
        JsonObject document = new JsonObject();
        document.addProperty("format", FORMAT);
        document.addProperty("machine", machine);
        document.addProperty("rest_millis", restMillis);
        JsonObject kinds = new JsonObject();
        layers.forEach((kind, grid) -> kinds.add(kind, json(grid)));
        document.add("layers", kinds);
        return document;
    }

    private static JsonObject json(Grid grid) {
        JsonArray rows = new JsonArray();
        for (int i = 0; i < grid.in().length; i++) {
            JsonArray row = new JsonArray();
            for (int j = 0; j < grid.out().length; j++) {
                row.add(grid.at(i, j));
            }
            rows.add(row);
        }
        JsonObject object = new JsonObject();
        object.add("in", json(grid.in()));
        object.add("out", json(grid.out()));
        object.add("millis", rows);
        return object;
    }

    private static JsonArray json(int[] values) {
        JsonArray array = new JsonArray();
        for (int value : values) {
            array.add(value);
        }
        return array;
    }

    private static LatencyTable parse(String text) {
        JsonObject document = JsonParser.parseString(text).getAsJsonObject();
        if (!FORMAT.equals(document.get("format").getAsString())) {
            throw new JsonParseException("another format");
        }
        Map<String, Grid> layers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> kind : document.getAsJsonObject("layers").entrySet()) {
            JsonObject grid = kind.getValue().getAsJsonObject();
            JsonArray rows = grid.getAsJsonArray("millis");
            double[][] millis = new double[rows.size()][];
            for (int i = 0; i < millis.length; i++) {
                millis[i] =
                        rows.get(i).getAsJsonArray().asList().stream()
                                .mapToDouble(JsonElement::getAsDouble)
                                .toArray();
            }
            layers.put(kind.getKey(), new Grid(ints(grid, "in"), ints(grid, "out"), millis));
        }
        return new LatencyTable(
                document.get("machine").getAsString(),
                layers,
                document.get("rest_millis").getAsDouble());
    }

    private static int[] ints(JsonObject grid, String key) {
        return grid.getAsJsonArray(key).asList().stream().mapToInt(JsonElement::getAsInt).toArray();
    }
}
