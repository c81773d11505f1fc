package io.stampede.agent.adapt;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.export.ExportChoice;
import io.stampede.agent.hold.HoldPoint;
import io.stampede.agent.hold.Moment;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.prune.Budget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Says an adaptation as the arguments of the {@code adapt} command.
 *
 * @param data the private pictures
 * @param dataSize number of pictures to choose, all where absent
 * @param config how to adapt
 * @param export which file to make besides
 * @param hold where a fault test stops the agent, the child's stages included
 */
public record AdaptCommandLine(
        SourceSpec data,
        OptionalInt dataSize,
        AdaptationConfig config,
        ExportChoice export,
        HoldPoint hold) {
    /** Option that says which TensorFlow Lite file to make. */
    public static final String EXPORT = "--export";

    /** Option that makes the command say its progress as lines on standard error. */
    public static final String PROGRESS_LINES = "--progress-lines";

    /** Option that cancels the command when its standard input ends, as it does with its parent. */
    public static final String STOP_WITH_INPUT = "--stop-with-input";

    /** Option that names the directory of the subnetwork to compare with. */
    public static final String INCUMBENT = "--incumbent";

    /** Option that names the digest of pictures for which there is nothing to do. */
    public static final String UNLESS_DATA = "--unless-data";

    /** Option that names the moment at which a fault test stops the command. */
    public static final String HOLD_AT = "--hold-at";

    /** Option that names the file which tells that the moment was reached. */
    public static final String HOLD_MARKER = "--hold-marker";

    private static final long MIB = 1024 * 1024;

    /** Checks the components. */
    public AdaptCommandLine {
        requireNonNull(data, "data is null");
        requireNonNull(dataSize, "data size is null");
        requireNonNull(config, "config is null");
        requireNonNull(export, "export is null");
        requireNonNull(hold, "hold is null");
    }

    /** What decides about the result besides phi and the pictures, in words that compare. */
    public String settings() {
        return data + " " + dataSize + " " + config + " " + export;
    }

    /** The subnetwork's limits. */
    public Budget budget() {
        return config.budget();
    }

    /** The arguments for an order. */
    public List<String> arguments(AdaptationOrder order) {
        List<String> arguments = new ArrayList<>(arguments(order.file(), order.directory()));
        order.incumbent().ifPresent(directory -> add(arguments, INCUMBENT, directory));
        order.unlessData().ifPresent(digest -> add(arguments, UNLESS_DATA, digest));
        return List.copyOf(arguments);
    }

    /** The arguments for one model and directory. */
    public List<String> arguments(Path model, Path directory) {
        List<String> arguments = new ArrayList<>(List.of("adapt"));
        add(arguments, "--model", model);
        add(arguments, "--data", data);
        dataSize.ifPresent(size -> add(arguments, "--data-size", size));
        addBudget(arguments, config.budget());
        add(arguments, "--pruning-steps", config.pruningSteps());
        add(arguments, "--epochs", config.epochs());
        add(arguments, "--batch-size", config.batchSize());
        add(arguments, "--learning-rate", config.learningRate());
        add(arguments, "--validation-fraction", config.validationFraction());
        add(arguments, "--set-size", config.setSize());
        add(arguments, "--seed", config.seed());
        add(arguments, EXPORT, export);
        if (!config.flip()) {
            arguments.add("--no-flip");
        }
        add(arguments, "--out", directory);
        add(arguments, "--output", "json");
        arguments.add(PROGRESS_LINES);
        arguments.add(STOP_WITH_INPUT);
        hold.moment()
                .filter(moment -> moment.stage().isInChild())
                .ifPresent(moment -> addHold(arguments, moment));
        return List.copyOf(arguments);
    }

    private void addHold(List<String> arguments, Moment moment) {
        add(arguments, HOLD_AT, moment);
        add(arguments, HOLD_MARKER, hold.marker());
    }

    private static void addBudget(List<String> arguments, Budget budget) {
        budget.maxParameters().ifPresent(limit -> add(arguments, "--max-parameters", limit));
        budget.maxMultiplyAdds().ifPresent(limit -> add(arguments, "--max-multiply-adds", limit));
        budget.maxTrainingBytes()
                .ifPresent(limit -> add(arguments, "--max-memory-mib", limit / MIB));
        budget.maxLatencyMillis().ifPresent(limit -> add(arguments, "--max-latency-ms", limit));
    }

    private static void add(List<String> arguments, String option, Object value) {
        arguments.add(option);
        arguments.add(String.valueOf(value));
    }
}
