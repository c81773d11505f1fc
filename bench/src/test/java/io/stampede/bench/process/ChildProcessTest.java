package io.stampede.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class ChildProcessTest {
    @TempDir Path directory;

    @Test
    void ends_with_its_owner_and_takes_along_what_it_started() throws Exception {
        // Given
        Path log = directory.resolve("parent.log");
        ChildProcess child = start("sleep 300 & echo $!; wait", log, Duration.ofSeconds(10));
        long grandchild = Long.parseLong(firstLine(log, child));
        assertTrue(ProcessHandle.of(grandchild).isPresent());

        // When
        child.close();

        // Then
        assertFalse(child.isAlive());
        assertTrue(hasEnded(grandchild));
    }

    @Test
    void kills_what_does_not_listen() throws Exception {
        // Given
        Path log = directory.resolve("deaf.log");
        ChildProcess child =
                start(
                        "trap '' TERM; echo ready; while :; do sleep 1; done",
                        log,
                        Duration.ofMillis(200));
        assertEquals("ready", firstLine(log, child));

        // When
        child.close();

        // Then
        assertFalse(child.isAlive());
    }

    @Test
    void tells_status_and_last_words_of_one_that_ended_by_itself() throws Exception {
        // Given
        Path log = directory.resolve("short.log");
        try (ChildProcess child =
                start("echo first; echo the disk is full >&2; exit 8", log, Duration.ZERO)) {
            awaitEnd(child);

            // When
            StampedeException error = assertThrows(StampedeException.class, child::requireAlive);

            // Then
            assertEquals(ErrorCode.STORAGE_FAILED, error.code());
            assertTrue(error.getMessage().contains("the disk is full"), error.getMessage());
            assertTrue(error.getMessage().contains("status 8"), error.getMessage());
        }
    }

    @Test
    void may_be_closed_twice() {
        // Given
        ChildProcess child =
                start("sleep 300", directory.resolve("twice.log"), Duration.ofSeconds(10));

        // When
        child.close();
        child.close();

        // Then
        assertFalse(child.isAlive());
    }

    @Test
    void names_a_program_that_is_not_there() {
        // When
        StampedeException error =
                assertThrows(
                        StampedeException.class,
                        () ->
                                ChildProcess.start(
                                        "ghost",
                                        List.of(directory.resolve("nothing").toString()),
                                        directory.resolve("ghost.log")));

        // Then
        assertTrue(error.getMessage().contains("ghost"), error.getMessage());
    }

    private static ChildProcess start(String script, Path log, Duration patience) {
        return ChildProcess.start("child", List.of("sh", "-c", script), log, patience);
    }

    private static String firstLine(Path log, ChildProcess child) throws IOException {
        while (true) {
            List<String> lines = Files.readAllLines(log);
            if (!lines.isEmpty()) {
                return lines.get(0).strip();
            }
            assertTrue(child.isAlive(), "ended without a word");
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static void awaitEnd(ChildProcess child) {
        while (child.isAlive()) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static boolean hasEnded(long pid) throws Exception {
        var handle = ProcessHandle.of(pid);
        if (handle.isPresent()) {
            handle.get().onExit().get(10, TimeUnit.SECONDS);
        }
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
    }
}
