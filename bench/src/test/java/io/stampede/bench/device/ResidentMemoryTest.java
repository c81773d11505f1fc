package io.stampede.bench.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ResidentMemoryTest {
    private static final ProcessHandle SELF = ProcessHandle.current();

    @Test
    void memory_that_was_written_to_counts() {
        // Given
        long before = ResidentMemory.bytes(List.of(SELF));

        // When
        ByteBuffer written = ByteBuffer.allocateDirect(64 << 20);
        while (written.hasRemaining()) {
            written.putLong(1);
        }
        long after = ResidentMemory.bytes(List.of(SELF));

        // Then
        assertTrue(after - before > 60 << 20, "grew by " + (after - before));
        assertEquals(64 << 20, written.position());
    }

    @Test
    void a_process_that_has_ended_takes_nothing() throws Exception {
        // Given
        Process process = new ProcessBuilder("true").start();
        process.waitFor();

        // Then
        assertEquals(0, ResidentMemory.bytes(List.of(process.toHandle())));
    }

    @Test
    void pages_of_files_count_once_for_two_processes() {
        // Given
        long one = ResidentMemory.bytes(List.of(SELF));

        // When
        long twice = ResidentMemory.bytes(List.of(SELF, SELF));

        // Then
        assertTrue(twice > one, "own memory is added up");
        assertTrue(twice < 2 * one, "shared pages are not");
    }
}
