package io.stampede.agent.cli;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run}: the daemon. Most of its options are configuration keys that are worth typing. */
@Command(
        name = "run",
        description = {
            "Waits for models, adapts each to the private pictures, reports.",
            "Every key stampede.agent.* may also stand in config/application.properties,",
            "in the file of --config, or in the environment as STAMPEDE_AGENT_*."
        },
        mixinStandardHelpOptions = true,
        versionProvider = AgentCommand.Version.class,
        sortOptions = false)
final class RunCommand implements Callable<Integer> {
    private static final List<Key> KEYS =
            List.of(
                    new Key("--bootstrap-servers", "kafka.bootstrap.servers", "Kafka's address."),
                    ours("data", "The private pictures, kind:path."),
                    ours("data-size", "Choose so many pictures, balanced over classes."),
                    ours("data-dir", "Where the agent keeps everything."),
                    ours("device-id", "Name of this device; made once where absent."),
                    ours("topic-prefix", "First part of every topic's name."),
                    budget("max-parameters", "Most parameters of the subnetwork."),
                    budget("max-multiply-adds", "Most multiply-adds for one picture."),
                    budget("max-memory-mib", "Most MiB of one step of fine-tuning."),
                    budget("max-latency-ms", "Most milliseconds of one picture on one thread."),
                    ours("pruning-steps", "Pruning steps in mini-batches."),
                    ours("epochs", "Passes of fine-tuning."),
                    ours("batch-size", "Pictures per step of fine-tuning."),
                    ours("learning-rate", "Initial learning rate of fine-tuning."),
                    ours("validation-fraction", "Share of each class held out."),
                    ours("set-size", "Most pictures that the set encoder sees."),
                    ours("flip", "Whether training mirrors pictures at random, true or false."),
                    ours("seed", "Decides every random choice."),
                    ours(
                            "export",
                            "The TensorFlow Lite file to make: float32, float16, int8, none."),
                    new Key(
                            "--serve-port",
                            "stampede.agent.serve.port",
                            "Port of the local HTTP endpoint; absent: none."));

    private final DaemonStarter daemon;

    @Spec private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A file of properties with further configuration.")
    private Path config;

    private record Key(String option, String key, String description) {}

    private RunCommand(DaemonStarter daemon) {
        this.daemon = requireNonNull(daemon, "daemon is null");
    }

    /** Builds the command; the values of its keys are checked with the whole configuration. */
    static CommandLine create(DaemonStarter daemon) {
        CommandLine line = new CommandLine(new RunCommand(daemon));
        for (Key key : KEYS) {
            line.getCommandSpec()
                    .addOption(
                            OptionSpec.builder(key.option())
                                    .type(String.class)
                                    .paramLabel("VALUE")
                                    .description(key.description())
                                    .build());
        }
        return line;
    }

    @Override
    public Integer call() {
        Map<String, String> overrides = new LinkedHashMap<>();
        for (Key key : KEYS) {
            String value = spec.findOption(key.option()).getValue();
            if (value != null) {
                overrides.put(key.key(), value);
            }
        }
        return daemon.run(Optional.ofNullable(config), overrides);
    }

    private static Key ours(String name, String description) {
        return new Key("--" + name, "stampede.agent." + name, description);
    }

    private static Key budget(String name, String description) {
        return new Key("--" + name, "stampede.agent.budget." + name, description);
    }
}
