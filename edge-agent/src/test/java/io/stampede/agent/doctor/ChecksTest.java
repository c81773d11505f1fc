package io.stampede.agent.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.agent.adapt.Slots;
import io.stampede.agent.doctor.Finding.Level;
import io.stampede.agent.intake.ManifestLedger;
import io.stampede.agent.intake.ModelId;
import io.stampede.agent.store.AgentDatabase;
import io.stampede.agent.store.DataDirectory;
import io.stampede.agent.store.DirectoryLock;
import io.stampede.agent.testkit.ManualClock;
import io.stampede.agent.testkit.SampleModel;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksTest {
    private final ManualClock clock = new ManualClock();
    @TempDir private Path root;

    @Test
    void the_worst_finding_decides_the_status() {
        Finding fine = Finding.fine("a", "x");
        Finding warning = Finding.warning("a", "x", "y");
        Finding problem = Finding.problem("a", "x", "y");

        assertEquals(0, Doctor.status(List.of(fine)));
        assertEquals(1, Doctor.status(List.of(fine, warning)));
        assertEquals(4, Doctor.status(List.of(problem, warning)));
        assertThrows(IllegalArgumentException.class, () -> Finding.warning("a", "x", ""));
    }

    @Test
    void a_check_that_fails_is_a_finding_and_the_others_go_on() {
        Doctor doctor =
                new Doctor()
                        .with(
                                "one",
                                () -> {
                                    throw new StampedeException(ErrorCode.STORAGE_FAILED, "no");
                                })
                        .with(
                                "two",
                                () -> {
                                    throw new IllegalStateException("odd");
                                })
                        .with("three", () -> List.of(Finding.fine("three", "x")));

        List<Finding> findings = doctor.examine();

        assertEquals(
                List.of(Level.PROBLEM, Level.PROBLEM, Level.FINE),
                findings.stream().map(Finding::level).toList());
        assertTrue(findings.get(0).fix().contains("801"));
    }

    @Test
    void this_java_and_this_system_will_do() {
        assertEquals(Level.FINE, new JavaCheck().look().get(0).level());
        assertEquals(Level.FINE, new NativesCheck().look().get(0).level());
    }

    @Test
    void old_and_foreign_c_libraries_are_named_before_the_natives_load() throws IOException {
        Path old = Files.writeString(root.resolve("libc"), "x GNU C Library (X) version 2.28.");
        Path recent =
                Files.writeString(
                        root.resolve("libc2"),
                        "GNU C Library (Y 2.1-3) stable release version 2.36.");
        Path cpp =
                Files.writeString(
                        root.resolve("libcpp"), "GLIBCXX_3.4.9\0GLIBCXX_3.4.25\0GLIBCXX_3.4");

        assertEquals(Level.PROBLEM, CLibrary.glibc(Optional.of(old)).level());
        assertEquals(Level.FINE, CLibrary.glibc(Optional.of(recent)).level());
        assertEquals(Level.PROBLEM, CLibrary.glibc(Optional.empty()).level());
        assertEquals(Level.PROBLEM, CLibrary.libstdcxx(Optional.of(cpp)).level());
        assertTrue(CLibrary.libstdcxx(Optional.of(cpp)).found().contains("3.4.25"));
    }

    @Test
    void short_memory_is_said_by_the_system_and_by_the_control_group() throws IOException {
        Files.createDirectories(root.resolve("proc"));
        Path group = Files.createDirectories(root.resolve("sys/fs/cgroup"));
        Files.writeString(
                root.resolve("proc/meminfo"), "MemTotal: 4 kB\nMemAvailable: 1048576 kB\n");
        assertEquals(Level.FINE, memory(OptionalLong.empty()));
        assertEquals(Level.WARNING, memory(OptionalLong.of(900)));

        Files.writeString(group.resolve("memory.max"), "314572800\n");
        Files.writeString(group.resolve("memory.current"), "104857600\n");
        assertEquals(Level.PROBLEM, memory(OptionalLong.empty()));

        Files.writeString(group.resolve("memory.max"), "max\n");
        assertEquals(Level.FINE, memory(OptionalLong.empty()));
    }

    @Test
    void a_directory_that_is_in_use_is_no_problem_and_one_that_is_a_file_is() throws IOException {
        DataDirectory directory = DataDirectory.create(root.resolve("data"));
        try (DirectoryLock lock = DirectoryLock.take(directory)) {
            List<Finding> findings = new DirectoryCheck(directory, OptionalLong.of(1)).look();
            assertTrue(findings.stream().allMatch(each -> each.level() == Level.FINE));
            assertTrue(findings.toString().contains("an agent runs on it"), lock::toString);
        }
        Path file = Files.writeString(root.resolve("file"), "");
        assertEquals(
                Level.PROBLEM,
                new DirectoryCheck(new DataDirectory(file), OptionalLong.empty())
                        .look()
                        .get(0)
                        .level());
        assertEquals(
                Level.FINE,
                new DirectoryCheck(new DataDirectory(root.resolve("new")), OptionalLong.of(1))
                        .look()
                        .get(0)
                        .level());
        assertFalse(Files.exists(root.resolve("new")));
    }

    @Test
    void a_disk_that_is_too_small_for_the_next_model_is_said() {
        List<Finding> findings =
                new DirectoryCheck(new DataDirectory(root), OptionalLong.of(1L << 60)).look();

        assertTrue(findings.stream().anyMatch(each -> each.level() == Level.PROBLEM));
    }

    @Test
    void a_cache_that_forbids_execution_is_a_problem() throws IOException {
        Path mounts =
                Files.writeString(
                        root.resolve("mounts"),
                        "dev / ext4 rw 0 0\ntmp " + root + " tmpfs rw,noexec 0 0\n");

        assertEquals(
                Level.PROBLEM, new CacheCheck(root.resolve("cache"), mounts).look().get(0).level());
        assertEquals(
                Level.FINE,
                new CacheCheck(root.resolve("cache"), root.resolve("none")).look().get(0).level());
    }

    @Test
    void a_clock_that_cannot_be_right_is_said() {
        assertEquals(Level.FINE, clock(Optional.empty()));
        assertEquals(Level.FINE, clock(Optional.of(clock.instant().plusSeconds(30))));
        assertEquals(Level.WARNING, clock(Optional.of(clock.instant().plusSeconds(3_600))));

        clock.advance(Duration.ofDays(-20_000));
        assertEquals(Level.PROBLEM, clock(Optional.empty()));
    }

    @Test
    void a_model_that_the_disk_has_changed_is_named() throws IOException {
        // Given
        SampleModel model = SampleModel.of(1, 250);
        DataDirectory directory = DataDirectory.create(root);
        try (AgentDatabase database = AgentDatabase.open(directory.database())) {
            new ManifestLedger(database, SampleModel.reader()).offer(model.value());
            List<SeenManifest> seen = SeenManifest.all(directory.database());
            Path shelf = Files.createDirectories(directory.models().resolve("stamp/1"));

            // When / Then
            Path file = Files.write(shelf.resolve("phi.safetensors"), model.bytes());
            assertEquals(List.of(Level.FINE, Level.FINE), models(directory, seen));
            byte[] changed = model.bytes();
            changed[7] ^= 1;
            Files.write(file, changed);
            assertEquals(List.of(Level.FINE, Level.WARNING), models(directory, seen));
        }
    }

    @Test
    void a_database_that_a_killed_agent_has_left_behind_can_be_read() throws IOException {
        // Given
        DataDirectory directory = DataDirectory.create(root.resolve("a"));
        Path copy = Files.createDirectories(root.resolve("b")).resolve("agent.db");
        try (AgentDatabase database = AgentDatabase.open(directory.database())) {
            new ManifestLedger(database, SampleModel.reader())
                    .offer(SampleModel.of(1, 250).value());
            Files.copy(directory.database(), copy);
            Files.copy(
                    directory.root().resolve("agent.db-wal"), copy.resolveSibling("agent.db-wal"));
        }

        // When / Then
        assertEquals(1, SeenManifest.all(copy).size());
    }

    @Test
    void a_subnetwork_that_does_not_open_is_a_problem() throws IOException {
        DataDirectory directory = DataDirectory.create(root);
        Path slot = Files.createDirectories(directory.slots().resolve("a"));
        Files.writeString(slot.resolve("subnetwork.safetensors"), "rubbish");
        Files.writeString(
                directory.slots().resolve("current"),
                "{\"slot\":\"a\",\"model_name\":\"stamp\",\"model_version\":1,"
                        + "\"model_sha256\":\"00\"}");

        assertEquals(List.of(Level.PROBLEM), models(directory, List.of()));
    }

    @Test
    void a_subnetwork_that_the_disk_has_changed_is_named() throws IOException {
        // Given
        DataDirectory directory = DataDirectory.create(root);
        Slots slots = new Slots(directory.slots());
        Path work = Files.createDirectories(directory.slots().resolve("work"));
        Files.writeString(work.resolve("subnetwork.safetensors"), "net");
        slots.activate(new ModelId("stamp", 1, "00"), clock.instant());
        Path served = slots.current().orElseThrow().subnetwork();

        // When
        Files.writeString(served, "nEt");

        // Then
        Finding finding = new ModelsCheck(directory, List.of()).look().get(0);
        assertEquals(Level.PROBLEM, finding.level());
        assertEquals(served + " has changed since it went live", finding.found());
    }

    @Test
    void a_child_tells_with_its_last_line_and_its_status() {
        assertEquals(
                Finding.fine("c", "well"),
                new ChildCheck("c", List.of("sh", "-c", "echo one; echo well"), "fix")
                        .look()
                        .get(0));
        assertEquals(
                Finding.problem("c", "bad", "fix"),
                new ChildCheck("c", List.of("sh", "-c", "echo bad >&2; exit 6"), "fix")
                        .look()
                        .get(0));
        assertEquals(
                Level.PROBLEM,
                new ChildCheck("c", List.of("no-such-program-at-all"), "fix")
                        .look()
                        .get(0)
                        .level());
    }

    private Level memory(OptionalLong training) {
        return new MemoryCheck(root, training).look().get(0).level();
    }

    private Level clock(Optional<java.time.Instant> seen) {
        return new ClockCheck(clock, seen).look().get(0).level();
    }

    private static List<Level> models(DataDirectory directory, List<SeenManifest> seen) {
        return new ModelsCheck(directory, seen).look().stream().map(Finding::level).toList();
    }
}
