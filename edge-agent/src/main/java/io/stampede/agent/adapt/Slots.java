package io.stampede.agent.adapt;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.stampede.agent.hold.HoldPoint;
import io.stampede.agent.hold.Moment.Point;
import io.stampede.agent.hold.Stage;
import io.stampede.agent.intake.ModelId;
import io.stampede.agent.store.AtomicFile;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two directories for subnetworks, and one small file that says which of them serves.
 *
 * <p>The switch is the atomic replacement of that file: at every moment either the old subnetwork
 * serves or the new one, never neither. Not thread-safe.
 */
public final class Slots {
    /** Name of the subnetwork in a slot. */
    public static final String SUBNETWORK = "subnetwork.safetensors";

    /** Name of the document that says how the subnetwork of a slot came to be. */
    public static final String DOCUMENT = "adaptation.json";

    private final Path root;
    private final HoldPoint hold;

    /** The slot that serves: where it lies and what it was made from. */
    public record Slot(Path directory, ModelId model) {
        /** Checks the components. */
        public Slot {
            requireNonNull(directory, "directory is null");
            requireNonNull(model, "model is null");
        }

        /** The file that serves. */
        public Path subnetwork() {
            return directory.resolve(SUBNETWORK);
        }
    }

    /** Opens the slots in a directory. */
    public Slots(Path root) {
        this(root, HoldPoint.NONE);
    }

    /** Opens slots that a fault test may hold in the middle of a switch. */
    public Slots(Path root, HoldPoint hold) {
        this.hold = requireNonNull(hold, "hold is null");
        this.root = requireNonNull(root, "root is null");
    }

    /** The slot that serves, empty before the first adaptation. */
    public Optional<Slot> current() {
        Path pointer = root.resolve("current");
        try {
            if (!Files.exists(pointer)) {
                return Optional.empty();
            }
            JsonObject text = JsonParser.parseString(Files.readString(pointer)).getAsJsonObject();
            ModelId model =
                    new ModelId(
                            text.get("model_name").getAsString(),
                            text.get("model_version").getAsLong(),
                            text.get("model_sha256").getAsString());
            Slot slot = new Slot(root.resolve(text.get("slot").getAsString()), model);
            return Optional.of(slot).filter(found -> Files.isRegularFile(found.subnetwork()));
        } catch (IOException
                | JsonParseException
                | IllegalStateException
                | NullPointerException e) {
            throw failure(pointer, e);
        }
    }

    /** What {@code adapt} said about the subnetwork that serves. */
    public String document() {
        Path file = current().orElseThrow().directory().resolve(DOCUMENT);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /** Empties the slot that does not serve and returns its directory. */
    public Path prepareFree() {
        boolean serving = current().map(slot -> slot.directory().endsWith("a")).orElse(false);
        Path free = root.resolve(serving ? "b" : "a");
        try {
            Files.createDirectories(free);
            try (Stream<Path> files = Files.list(free)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw failure(free, e);
        }
        return free;
    }

    /**
     * Lets a prepared slot serve from now on.
     *
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED} where it holds no subnetwork;
     *     what served before serves on
     */
    public Slot activate(Path directory, ModelId model) {
        hold.reach(Stage.SWITCH, Point.ENTER);
        Slot slot = new Slot(directory, model);
        if (!Files.isRegularFile(slot.subnetwork())) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "expected a subnetwork at %s, found none".formatted(slot.subnetwork()));
        }
        AtomicFile.force(directory.resolve(DOCUMENT));
        JsonObject text = new JsonObject();
        text.addProperty("slot", directory.getFileName().toString());
        text.addProperty("model_name", model.name());
        text.addProperty("model_version", model.version());
        text.addProperty("model_sha256", model.sha256());
        hold.reach(Stage.SWITCH, Point.MIDDLE);
        AtomicFile.write(root.resolve("current"), text.toString().getBytes(StandardCharsets.UTF_8));
        hold.reach(Stage.SWITCH, Point.LEAVE);
        return slot;
    }

    private static StampedeException failure(Path path, Exception cause) {
        return new StampedeException(
                ErrorCode.STORAGE_FAILED,
                "could not use the model slot %s: %s; check the disk"
                        .formatted(path, cause.getMessage()),
                cause);
    }
}
