package io.stampede.agent.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvailableMemoryTest {
    private static final long MIB = 1024 * 1024;

    @TempDir private Path root;

    @BeforeEach
    void write() throws IOException {
        write("proc/meminfo", "MemTotal:  9 kB\nMemAvailable:   1048576 kB\n");
    }

    @Test
    void nothing_is_told_where_the_kernel_does_not() {
        assertEquals(OptionalLong.empty(), new AvailableMemory(root.resolve("nowhere")).bytes());
    }

    @Test
    void without_a_limit_it_is_what_the_kernel_has() throws IOException {
        write("proc/self/cgroup", "0::/\n");
        write("sys/fs/cgroup/memory.max", "max\n");
        write("sys/fs/cgroup/memory.current", "5\n");

        assertEquals(1024, available());
    }

    @Test
    void the_limit_of_a_service_counts_without_the_files_in_its_cache() throws IOException {
        write("proc/self/cgroup", "0::/system.slice/stampede-agent.service\n");
        limit("sys/fs/cgroup/system.slice/stampede-agent.service", 300, 250);
        write(
                "sys/fs/cgroup/system.slice/stampede-agent.service/memory.stat",
                "anon 7\ninactive_file " + 40 * MIB + "\n");

        assertEquals(90, available());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0::/a/b", "0::/a/b/gone", "0::/../../a/b", "1:cpu:/\n0::/a/b"})
    void the_narrowest_of_all_groups_around_counts_as_far_as_they_can_be_seen(String told)
            throws IOException {
        write("proc/self/cgroup", told + "\n");
        limit("sys/fs/cgroup", 700, 0);
        limit("sys/fs/cgroup/a", told.contains("..") ? 1 : 200, 0);
        limit("sys/fs/cgroup/a/b", 400, 0);

        assertEquals(told.contains("..") ? 700 : 200, available());
    }

    @Test
    void the_older_hierarchy_counts_too() throws IOException {
        write("proc/self/cgroup", "4:memory:/docker/77\n2:cpu,cpuacct:/\n0::/\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", 200 * MIB + "\n");
        write("sys/fs/cgroup/memory/memory.usage_in_bytes", 150 * MIB + "\n");
        write("sys/fs/cgroup/memory/memory.stat", "total_inactive_file " + 10 * MIB + "\n");

        assertEquals(60, available());

        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        assertEquals(1024, available());
    }

    private void limit(String group, long most, long used) throws IOException {
        write(group + "/memory.max", most * MIB + "\n");
        write(group + "/memory.current", used * MIB + "\n");
    }

    private long available() {
        return new AvailableMemory(root).bytes().orElseThrow() / MIB;
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
