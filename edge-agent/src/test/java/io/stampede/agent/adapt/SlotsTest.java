package io.stampede.agent.adapt;

import static io.stampede.agent.testkit.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.stampede.agent.intake.ModelId;
import io.stampede.core.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotsTest {
    private final ModelId one = new ModelId("stamp", 1, "aa");
    private final ModelId two = new ModelId("stamp", 2, "bb");
    @TempDir private Path root;

    @Test
    void serve_nothing_at_first() {
        assertEquals(Optional.empty(), new Slots(root).current());
    }

    @Test
    void serve_what_was_activated_over_a_restart() throws IOException {
        new Slots(root).activate(filled(new Slots(root)), one);

        Slots.Slot current = new Slots(root).current().orElseThrow();
        assertEquals(one, current.model());
        assertEquals("net", Files.readString(current.subnetwork()));
    }

    @Test
    void never_prepare_the_slot_that_serves() throws IOException {
        // Given
        Slots slots = new Slots(root);
        Path first = filled(slots);
        slots.activate(first, one);

        // When
        Path second = filled(slots);

        // Then
        assertNotEquals(first, second);
        assertEquals(one, slots.current().orElseThrow().model());

        // When
        slots.activate(second, two);

        // Then
        assertEquals(two, slots.current().orElseThrow().model());
        assertEquals(first, slots.prepareFree());
        assertFalse(Files.exists(first.resolve(Slots.SUBNETWORK)));
    }

    @Test
    void refuse_to_serve_an_empty_slot() throws IOException {
        Slots slots = new Slots(root);
        slots.activate(filled(slots), one);
        Path empty = slots.prepareFree();

        assertFails(ErrorCode.STORAGE_FAILED, () -> slots.activate(empty, two));
        assertEquals(one, slots.current().orElseThrow().model());
    }

    @Test
    void say_so_where_the_pointer_is_damaged() throws IOException {
        Files.writeString(root.resolve("current"), "{\"slot\":");

        assertFails(ErrorCode.STORAGE_FAILED, () -> new Slots(root).current());
    }

    private static Path filled(Slots slots) throws IOException {
        Path free = slots.prepareFree();
        Files.writeString(free.resolve(Slots.SUBNETWORK), "net");
        return free;
    }
}
