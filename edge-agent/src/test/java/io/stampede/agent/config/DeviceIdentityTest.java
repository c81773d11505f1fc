package io.stampede.agent.config;

import static io.stampede.agent.testkit.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.agent.store.DataDirectory;
import io.stampede.agent.store.DirectoryLock;
import io.stampede.core.ErrorCode;
import io.stampede.proto.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DeviceIdentityTest {
    @TempDir private Path root;

    @Test
    void makes_an_id_once_and_keeps_it() {
        DataDirectory directory = DataDirectory.create(root);

        String id = DeviceIdentity.of(directory, Optional.empty());

        assertTrue(id.matches(Limits.ID_PATTERN), id);
        assertEquals(id, DeviceIdentity.of(directory, Optional.empty()));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void lets_nobody_else_read_it() throws IOException {
        DataDirectory directory = DataDirectory.create(root);

        DeviceIdentity.of(directory, Optional.empty());

        assertEquals(
                PosixFilePermissions.fromString("rw-------"),
                Files.getPosixFilePermissions(directory.deviceId()));
    }

    @Test
    void prefers_the_configured_id() {
        DataDirectory directory = DataDirectory.create(root);

        assertEquals("kitchen", DeviceIdentity.of(directory, Optional.of("kitchen")));
        assertFails(
                ErrorCode.INVALID_CONFIGURATION,
                () -> DeviceIdentity.of(directory, Optional.of("a/b")));
    }

    @Test
    void keeps_a_second_agent_out_of_the_directory() {
        DataDirectory directory = DataDirectory.create(root);

        try (DirectoryLock lock = DirectoryLock.take(directory)) {
            assertFails(ErrorCode.STORAGE_FAILED, () -> DirectoryLock.take(directory));
        }
        DirectoryLock.take(directory).close();
    }

    @Test
    void says_so_where_the_directory_cannot_be_made() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "");

        assertFails(ErrorCode.STORAGE_FAILED, () -> DataDirectory.create(file));
    }
}
