package io.stampede.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThisMachineTest {
    @TempDir private Path root;

    @Test
    void tells_nothing_where_the_kernel_does_not() {
        ThisMachine machine = new ThisMachine(root.resolve("nowhere"), root.resolve("nothing"));

        assertEquals(OptionalLong.empty(), machine.availableMemoryBytes());
        assertEquals(OptionalLong.empty(), machine.usableDiskBytes());
        assertEquals(Optional.empty(), machine.isOnMains());
    }

    @Test
    void reads_the_memory_that_is_available_and_the_disk() throws IOException {
        write("proc/meminfo", "MemTotal: 9 kB\nMemAvailable:   2048 kB\n");

        assertEquals(OptionalLong.of(2 << 20), machine().availableMemoryBytes());
        assertTrue(machine().usableDiskBytes().orElseThrow() > 0);
    }

    @Test
    void knows_a_battery_from_the_mains() throws IOException {
        // Given
        write("sys/class/power_supply/BAT0/type", "Battery\n");
        write("sys/class/power_supply/BAT0/status", "Discharging\n");
        assertEquals(Optional.of(false), machine().isOnMains());

        // When / Then
        write("sys/class/power_supply/AC/type", "Mains\n");
        write("sys/class/power_supply/AC/online", "0\n");
        assertEquals(Optional.of(false), machine().isOnMains());
        write("sys/class/power_supply/AC/online", "1\n");
        assertEquals(Optional.of(true), machine().isOnMains());
    }

    @Test
    void holds_a_charging_battery_for_no_reason_to_wait() throws IOException {
        write("sys/class/power_supply/BAT0/type", "Battery\n");
        write("sys/class/power_supply/BAT0/status", "Charging\n");

        assertEquals(Optional.empty(), machine().isOnMains());
    }

    private ThisMachine machine() {
        return new ThisMachine(root, root);
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
