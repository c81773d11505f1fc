package io.stampede.agent.adapt;

import static io.stampede.agent.testkit.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.agent.adapt.Standing.Cause;
import io.stampede.agent.intake.ModelId;
import io.stampede.core.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final ModelId one = new ModelId("stamp", 1, "aa");
    private final ModelId two = new ModelId("stamp", 2, "bb");
    private final ModelId three = new ModelId("stamp", 3, "cc");
    @TempDir private Path root;

    @Test
    void serve_nothing_at_first() {
        assertEquals(Optional.empty(), new Slots(root).current());
        assertEquals(Optional.empty(), new Slots(root).standing());
    }

    @Test
    void serve_what_was_activated_over_a_restart() throws IOException {
        activate(one);

        Slots.Slot current = new Slots(root).current().orElseThrow();
        assertEquals(one, current.model());
        assertEquals("net 1", Files.readString(current.subnetwork()));
        assertEquals(Optional.of(basis(one)), new Slots(root).basis());
        assertEquals(NOW, new Slots(root).standing().orElseThrow().since());
    }

    @Test
    void notice_a_file_that_has_changed_since_it_went_live() throws IOException {
        // Given
        activate(one);
        Slots slots = new Slots(root);
        assertEquals(Optional.empty(), slots.damage());
        Path file = slots.current().orElseThrow().subnetwork();

        // When
        Files.writeString(file, "nEt 1");

        // Then
        assertEquals(Optional.of(file + " has changed"), slots.damage());

        // When
        slots.putDamagedAside();

        // Then
        assertEquals(Optional.empty(), slots.current());
        assertEquals(Optional.empty(), slots.damage());
    }

    @Test
    void trust_a_slot_that_an_older_agent_did_not_seal() throws IOException {
        activate(one);
        Files.delete(new Slots(root).current().orElseThrow().directory().resolve("SHA256SUMS"));

        assertEquals(Optional.empty(), new Slots(root).damage());
    }

    @Test
    void keep_what_served_before_until_a_third_takes_its_place() throws IOException {
        // Given
        activate(one);
        activate(two);
        Slots slots = new Slots(root);
        Path first = slots.previous().orElseThrow().directory();
        assertEquals("net 1", Files.readString(first.resolve(Slots.SUBNETWORK)));

        // When
        fill(three);

        // Then
        assertEquals("net 1", Files.readString(first.resolve(Slots.SUBNETWORK)));

        // When
        slots.activate(three, NOW);

        // Then
        assertEquals(three, slots.current().orElseThrow().model());
        assertEquals(first, slots.current().orElseThrow().directory());
        assertEquals(two, slots.previous().orElseThrow().model());
        assertNotEquals(first, slots.previous().orElseThrow().directory());
    }

    @Test
    void return_to_what_served_before() throws IOException {
        activate(one);
        activate(two);

        new Slots(root).rollBack("it did harm", NOW.plusSeconds(5));

        Standing standing = new Slots(root).standing().orElseThrow();
        assertEquals(one, new Slots(root).current().orElseThrow().model());
        assertEquals("net 1", Files.readString(new Slots(root).current().get().subnetwork()));
        assertEquals(Cause.ROLLED_BACK, standing.cause());
        assertEquals(Optional.of(two), standing.rejected());
        assertEquals("it did harm", standing.why());
        assertEquals(Optional.empty(), new Slots(root).previous());
    }

    @Test
    void return_to_nothing_where_nothing_served_before() throws IOException {
        activate(one);

        new Slots(root).rollBack("it did harm", NOW);

        assertEquals(Optional.empty(), new Slots(root).current());
        assertEquals(Optional.of(one), new Slots(root).standing().orElseThrow().rejected());
        activate(two);
        assertEquals(two, new Slots(root).current().orElseThrow().model());
    }

    @Test
    void refuse_to_serve_an_empty_slot() throws IOException {
        activate(one);
        Slots slots = new Slots(root);
        slots.workbench().prepare(basis(two));

        assertFails(ErrorCode.STORAGE_FAILED, () -> slots.activate(two, NOW));
        assertEquals(one, slots.current().orElseThrow().model());
    }

    @Test
    void take_work_back_that_a_crash_left_in_a_slot_that_nothing_names() throws IOException {
        // Given
        activate(one);
        activate(two);
        fill(three);
        Standing before = new Slots(root).standing().orElseThrow();
        Files.writeString(root.resolve("current"), before.withoutPrevious().toJson().toString());
        String free = before.previous().orElseThrow().slot();
        new Workbench(root.resolve("work")).moveTo(root.resolve(free));

        // When
        Workbench workbench = new Slots(root).workbench();

        // Then
        assertEquals(Optional.of(basis(three)), workbench.basis());
        assertEquals(two, new Slots(root).current().orElseThrow().model());
        assertFalse(Files.exists(root.resolve(free)));
    }

    @Test
    void keep_work_of_the_same_basis_and_no_other() throws IOException {
        // Given
        Slots slots = new Slots(root);
        Path work = slots.workbench().prepare(basis(one));
        Files.createDirectories(work.resolve("checkpoint"));
        Files.writeString(work.resolve("checkpoint").resolve("epoch"), "7");

        // When / Then
        slots.workbench().prepare(basis(one));
        assertTrue(Files.exists(work.resolve("checkpoint").resolve("epoch")));
        slots.workbench().prepare(new Basis(one, "other settings", "signature"));
        assertFalse(Files.exists(work.resolve("checkpoint")));
    }

    @Test
    void read_the_pointer_of_an_older_agent() throws IOException {
        Files.createDirectories(root.resolve("b"));
        Files.writeString(root.resolve("b").resolve(Slots.SUBNETWORK), "net");
        Files.writeString(
                root.resolve("current"),
                "{\"slot\":\"b\",\"model_name\":\"stamp\",\"model_version\":2,"
                        + "\"model_sha256\":\"bb\"}");

        assertEquals(two, new Slots(root).current().orElseThrow().model());
        assertEquals("", new Slots(root).standing().orElseThrow().switchId());
        assertEquals(Optional.empty(), new Slots(root).basis());
    }

    @Test
    void say_so_where_the_pointer_is_damaged() throws IOException {
        Files.writeString(root.resolve("current"), "{\"slot\":");

        assertFails(ErrorCode.STORAGE_FAILED, () -> new Slots(root).current());
    }

    private void activate(ModelId model) throws IOException {
        fill(model);
        new Slots(root).activate(model, NOW);
    }

    private void fill(ModelId model) throws IOException {
        Path work = new Slots(root).workbench().prepare(basis(model));
        Files.writeString(work.resolve(Slots.SUBNETWORK), "net " + model.version());
    }

    private static Basis basis(ModelId model) {
        return new Basis(model, "settings", "signature");
    }
}
