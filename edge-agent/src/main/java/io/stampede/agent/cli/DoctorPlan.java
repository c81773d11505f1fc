package io.stampede.agent.cli;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.adapt.AgentProgram;
import io.stampede.agent.config.AgentConfig;
import io.stampede.agent.config.AgentConfigLoader;
import io.stampede.agent.doctor.BrokerCheck;
import io.stampede.agent.doctor.BrokerProbe;
import io.stampede.agent.doctor.BrokerSettings;
import io.stampede.agent.doctor.CLibrary;
import io.stampede.agent.doctor.CacheCheck;
import io.stampede.agent.doctor.ChildCheck;
import io.stampede.agent.doctor.ClockCheck;
import io.stampede.agent.doctor.DirectoryCheck;
import io.stampede.agent.doctor.Doctor;
import io.stampede.agent.doctor.Finding;
import io.stampede.agent.doctor.JavaCheck;
import io.stampede.agent.doctor.MemoryCheck;
import io.stampede.agent.doctor.ModelsCheck;
import io.stampede.agent.doctor.NativesCheck;
import io.stampede.agent.doctor.SeenManifest;
import io.stampede.agent.doctor.TfLiteCheck;
import io.stampede.agent.store.DataDirectory;
import io.stampede.core.StampedeException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Chooses what doctor looks at for a configuration. */
final class DoctorPlan {
    private static final String NATIVES_FIX =
            "make the cache directory writable and executable (DJL_CACHE_DIR), see c_library above,"
                    + " free memory, then docs/operations.md";
    private static final String DATA_FIX =
            "correct stampede.agent.data, or the pictures that the line names";

    private final Clock clock;
    private final Doctor doctor = new Doctor();

    private DoctorPlan(Clock clock) {
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Everything that a configuration asks for.
     *
     * @param file configuration given on the command line
     * @param dataDir data directory given on the command line
     */
    static Doctor of(Optional<Path> file, Optional<Path> dataDir, Clock clock) {
        DoctorPlan plan = new DoctorPlan(clock);
        plan.addMachine();
        try {
            AgentConfig config = AgentConfigLoader.load(file);
            plan.addConfigured(config, new DataDirectory(dataDir.orElse(config.dataDir())));
        } catch (StampedeException e) {
            plan.doctor.with(
                    "configuration",
                    () ->
                            List.of(
                                    Finding.problem(
                                            "configuration",
                                            e.getMessage(),
                                            "correct it, see docs/configuration.md")));
        }
        plan.doctor.with("broker", () -> plan.broker(AgentConfigLoader.kafka(file)));
        return plan.doctor;
    }

    private void addMachine() {
        doctor.with("java", new JavaCheck())
                .with("c_library", new CLibrary())
                .with("natives", new NativesCheck())
                .with("cache", new CacheCheck(cache(), Path.of("/proc/mounts")))
                .with("engine", child("engine", NATIVES_FIX, "engine"))
                .with("tflite", new TfLiteCheck());
    }

    private void addConfigured(AgentConfig config, DataDirectory directory) {
        OptionalLong training =
                config.budget().maxMemoryMib().map(OptionalLong::of).orElse(OptionalLong.empty());
        doctor.with("memory", new MemoryCheck(Path.of("/"), training));
        List<SeenManifest> seen = new ArrayList<>();
        doctor.with(
                "data_directory",
                () -> {
                    seen.addAll(SeenManifest.all(directory.database()));
                    OptionalLong longest = seen.stream().mapToLong(SeenManifest::sizeBytes).max();
                    return new DirectoryCheck(directory, longest).look();
                });
        doctor.with("clock", () -> new ClockCheck(clock, newest(seen)).look());
        doctor.with("models", () -> new ModelsCheck(directory, seen).look());
        if (config.data().isPresent()) {
            doctor.with("data", child("data", DATA_FIX, "data", config.data().get()));
        } else {
            doctor.with(
                    "data",
                    () ->
                            List.of(
                                    Finding.problem(
                                            "data",
                                            "no private pictures are configured",
                                            "set stampede.agent.data=kind:path")));
        }
    }

    private List<Finding> broker(Map<String, String> kafka) {
        BrokerSettings settings = BrokerSettings.of(kafka);
        return new BrokerCheck(new BrokerProbe(settings, clock, BrokerProbe.PATIENCE)).look();
    }

    private static Optional<Instant> newest(List<SeenManifest> seen) {
        return seen.stream()
                .map(SeenManifest::published)
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    private static ChildCheck child(String name, String fix, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        AgentProgram.command(List.of("-XX:+UseSerialGC", "-Xss512k", "-Xmx512m")));
        command.add("try");
        command.addAll(List.of(arguments));
        return new ChildCheck(name, command, fix);
    }

    private static Path cache() {
        String configured = System.getenv("DJL_CACHE_DIR");
        return configured != null
                ? Path.of(configured)
                : Path.of(System.getProperty("user.home"), ".djl.ai");
    }
}
