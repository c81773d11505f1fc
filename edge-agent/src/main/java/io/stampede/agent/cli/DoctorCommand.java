package io.stampede.agent.cli;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.stampede.agent.doctor.Doctor;
import io.stampede.agent.doctor.Finding;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code doctor}: what is wrong with this device, and what to do about it. */
@Command(
        name = "doctor",
        description = {
            "Looks at everything that the agent needs and says what to do about each problem.",
            "Exit status: 0 all is well, 1 something needs attention, 4 the agent cannot work."
        },
        mixinStandardHelpOptions = true,
        versionProvider = AgentCommand.Version.class,
        sortOptions = false)
final class DoctorCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Clock clock;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A file of properties with further configuration, as for run.")
    private Path config;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "The agent's data directory (default: as configured).")
    private Path dataDir;

    @Option(
            names = "--data",
            paramLabel = "SOURCE",
            description = "The private pictures, kind:path (default: as configured).")
    private String data;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka's address (default: as configured).")
    private String bootstrapServers;

    @Mixin private CommonOptions common;

    DoctorCommand(Terminal terminal, Clock clock) {
        this.terminal = requireNonNull(terminal, "terminal is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public Integer call() {
        override("stampede.agent.data", data);
        override("kafka.bootstrap.servers", bootstrapServers);
        List<Finding> findings =
                DoctorPlan.of(Optional.ofNullable(config), Optional.ofNullable(dataDir), clock)
                        .examine();
        int status = Doctor.status(findings);
        common.answer(terminal, document(findings, status), to -> print(to, findings));
        return status;
    }

    private static void override(String key, String value) {
        if (value != null) {
            System.setProperty(key, value);
        }
    }

    private static void print(Terminal to, List<Finding> findings) {
        for (Finding finding : findings) {
            to.out().printf("%-8s %-15s %s%n", word(finding), finding.check(), finding.found());
            if (!finding.fix().isEmpty()) {
                to.out().printf("%-8s %-15s -> %s%n", "", "", finding.fix());
            }
        }
    }

    private static JsonObject document(List<Finding> findings, int status) {
        JsonArray list = new JsonArray();
        for (Finding finding : findings) {
            JsonObject object = new JsonObject();
            object.addProperty("check", finding.check());
            object.addProperty("level", word(finding));
            object.addProperty("found", finding.found());
            object.addProperty("fix", finding.fix());
            list.add(object);
        }
        JsonObject document = new JsonObject();
        document.addProperty("status", status);
        document.add("findings", list);
        return document;
    }

    private static String word(Finding finding) {
        return finding.level().name().toLowerCase(Locale.ROOT);
    }
}
