package io.stampede.agent.adapt;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonParseException;
import io.stampede.agent.adapt.Standing.Cause;
import io.stampede.agent.adapt.Standing.Held;
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
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Two directories for subnetworks, and one small file that says which of them serves.
 *
 * <p>The switch is the atomic replacement of that file: at every moment either the old subnetwork
 * serves or the new one, never neither. The other slot keeps what served before, for a rollback,
 * until a third subnetwork takes its place. Not thread-safe.
 */
public final class Slots {
    /** Name of the subnetwork in a slot. */
    public static final String SUBNETWORK = "subnetwork.safetensors";

    /** Name of the document that says how the subnetwork of a slot came to be. */
    public static final String DOCUMENT = "adaptation.json";

    private final Path root;
    private final Workbench workbench;
    private final HoldPoint hold;

    /** A slot with a subnetwork: where it lies and what it was made from. */
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
        this.workbench = new Workbench(root.resolve("work"));
    }

    /** The slot that serves, empty before the first adaptation. */
    public Optional<Slot> current() {
        return standing().flatMap(Standing::serving).flatMap(this::slot);
    }

    /** The slot that a rollback returns to. */
    public Optional<Slot> previous() {
        return standing().flatMap(Standing::previous).flatMap(this::slot);
    }

    /** Which slot serves and how that came about; empty before the first adaptation. */
    public Optional<Standing> standing() {
        Path pointer = pointer();
        try {
            return Files.exists(pointer)
                    ? Optional.of(Standing.fromJson(Files.readString(pointer)))
                    : Optional.empty();
        } catch (IOException
                | JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | UnsupportedOperationException
                | ClassCastException
                | DateTimeException
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

    /** What the subnetwork that serves was made from, empty where an older agent made it. */
    public Optional<Basis> basis() {
        return current().flatMap(slot -> Workbench.basis(slot.directory()));
    }

    /** Which file of what serves is no longer as it went live; empty where all are. */
    public Optional<String> damage() {
        return current().flatMap(slot -> damage(slot.directory()));
    }

    private static Optional<String> damage(Path slot) {
        try {
            return SlotSeal.broken(slot).map(name -> slot.resolve(name) + " has changed");
        } catch (IOException e) {
            throw failure(slot, e);
        }
    }

    /** Takes a damaged subnetwork out of service; nothing serves then. */
    public void putDamagedAside() {
        Path file = current().orElseThrow().subnetwork();
        try {
            AtomicFile.move(file, file.resolveSibling(SUBNETWORK + ".damaged"));
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /** Where the next subnetwork is made. */
    public Workbench workbench() {
        recover();
        return workbench;
    }

    /**
     * Lets the subnetwork on the workbench serve from now on. What serves now stays in its slot.
     *
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED} where there is none; what
     *     served before serves on
     */
    public Standing activate(ModelId model, Instant now) {
        hold.reach(Stage.SWITCH, Point.ENTER);
        workbench.requireSubnetwork();
        Optional<Held> before = current().flatMap(slot -> standing().orElseThrow().serving());
        String free = before.filter(held -> held.slot().equals("a")).isPresent() ? "b" : "a";
        // From here on the free slot is nothing that a rollback could return to.
        standing().ifPresent(standing -> write(standing.withoutPrevious()));
        workbench.moveTo(root.resolve(free));
        hold.reach(Stage.SWITCH, Point.MIDDLE);
        Standing next =
                new Standing(
                        Optional.of(new Held(free, model)),
                        before,
                        Cause.ADAPTED,
                        Optional.empty(),
                        UUID.randomUUID().toString(),
                        now,
                        "adapted, and as good as the gate asks for");
        write(next);
        hold.reach(Stage.SWITCH, Point.LEAVE);
        return next;
    }

    /** Takes what serves out of service; what served before serves again, or nothing. */
    public Standing rollBack(String why, Instant now) {
        Standing standing = standing().orElseThrow();
        Standing back =
                new Standing(
                        previous().flatMap(slot -> standing.previous()),
                        Optional.empty(),
                        Cause.ROLLED_BACK,
                        standing.serving().map(Held::model),
                        UUID.randomUUID().toString(),
                        now,
                        why);
        write(back);
        return back;
    }

    /** Notes why what serves does so; changes nothing else. */
    public void explain(String why) {
        standing().ifPresent(standing -> write(standing.because(why)));
    }

    /** A switch that a crash cut in two has left the work in a slot that nothing names. */
    private void recover() {
        Optional<Standing> standing = standing();
        for (String name : new String[] {"a", "b"}) {
            boolean named =
                    standing.flatMap(Standing::serving).filter(held -> isAt(held, name)).isPresent()
                            || standing.flatMap(Standing::previous)
                                    .filter(held -> isAt(held, name))
                                    .isPresent();
            if (!named) {
                workbench.takeBack(root.resolve(name));
            }
        }
    }

    private static boolean isAt(Held held, String slot) {
        return held.slot().equals(slot);
    }

    private Optional<Slot> slot(Held held) {
        return Optional.of(new Slot(root.resolve(held.slot()), held.model()))
                .filter(slot -> Files.isRegularFile(slot.subnetwork()));
    }

    private void write(Standing standing) {
        AtomicFile.write(pointer(), standing.toJson().toString().getBytes(StandardCharsets.UTF_8));
    }

    private Path pointer() {
        return root.resolve("current");
    }

    private static StampedeException failure(Path path, Exception cause) {
        return new StampedeException(
                ErrorCode.STORAGE_FAILED,
                "could not use the model slot %s: %s; check the disk"
                        .formatted(path, cause.getMessage()),
                cause);
    }
}
