package io.stampede.agent.config;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.export.ExportChoice;
import io.stampede.agent.hold.Moment;
import io.stampede.agent.serve.ServingSettings;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.prune.Budget;
import io.stampede.core.train.FineTuningConfig;
import io.stampede.proto.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The configuration of a daemon, checked as a whole.
 *
 * @param dataDirectory where the agent keeps everything
 * @param data the private pictures
 * @param dataSize number of pictures to choose, all where absent
 * @param adaptation how to adapt
 * @param export which TensorFlow Lite file to make
 * @param topics names of the topics
 * @param maxModelBytes longest model file that is received
 * @param outboxCapacity most reports kept
 * @param maxBackoff longest wait between tries
 * @param childJvmOptions options of the JVM that runs an adaptation
 * @param serving where the subnetwork is offered over HTTP, empty for nowhere
 * @param care how the device is kept from harm
 * @param holdAt where a fault test stops the agent
 */
public record AgentSettings(
        Path dataDirectory,
        SourceSpec data,
        OptionalInt dataSize,
        AdaptationConfig adaptation,
        ExportChoice export,
        Topics topics,
        long maxModelBytes,
        int outboxCapacity,
        Duration maxBackoff,
        List<String> childJvmOptions,
        Optional<ServingSettings> serving,
        CareSettings care,
        Optional<Moment> holdAt) {
    private static final long MIB = 1024 * 1024;

    /** Checks and copies. */
    public AgentSettings {
        requireNonNull(dataDirectory, "data directory is null");
        requireNonNull(data, "data is null");
        requireNonNull(dataSize, "data size is null");
        requireNonNull(adaptation, "adaptation is null");
        requireNonNull(export, "export is null");
        requireNonNull(topics, "topics is null");
        requireNonNull(serving, "serving is null");
        requireNonNull(care, "care is null");
        requireNonNull(holdAt, "hold at is null");
        childJvmOptions = List.copyOf(childJvmOptions);
        if (maxModelBytes <= 0 || outboxCapacity <= 0 || maxBackoff.toSeconds() < 1) {
            throw new StampedeException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "expected positive max-model-bytes, outbox-capacity and a max-backoff of at"
                            + " least 1s, found %d, %d and %s"
                                    .formatted(maxModelBytes, outboxCapacity, maxBackoff));
        }
    }

    /**
     * Checks a configuration.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_CONFIGURATION}
     */
    public static AgentSettings from(AgentConfig config) {
        String data =
                config.data()
                        .orElseThrow(
                                () ->
                                        invalid(
                                                "expected stampede.agent.data = kind:path or"
                                                        + " --data, found none",
                                                null));
        try {
            return new AgentSettings(
                    config.dataDir(),
                    SourceSpec.parse(data),
                    config.dataSize().map(OptionalInt::of).orElse(OptionalInt.empty()),
                    adaptation(config),
                    config.export().map(ExportChoice::parse).orElseGet(ExportChoice::usual),
                    new Topics(config.topicPrefix()),
                    config.maxModelBytes(),
                    config.outboxCapacity(),
                    config.maxBackoff(),
                    config.childJvmOptions(),
                    serving(config.serve()),
                    CareSettings.from(config),
                    config.holdAt().map(Moment::parse));
        } catch (IllegalArgumentException | StampedeException e) {
            throw invalid(e.getMessage(), e);
        }
    }

    private static Optional<ServingSettings> serving(AgentConfig.ServeConfig config) {
        return config.port()
                .map(port -> new ServingSettings(config.host(), port, config.threads()));
    }

    private static AdaptationConfig adaptation(AgentConfig config) {
        AdaptationConfig usual = AdaptationConfig.DEFAULT;
        FineTuningConfig tuning =
                usual.fineTuning()
                        .withEpochs(config.epochs().orElse(usual.epochs()))
                        .withBatchSize(config.batchSize().orElse(usual.batchSize()))
                        .withLearningRate(config.learningRate().orElse(usual.learningRate()))
                        .withFlip(config.flip())
                        .withSeed(config.seed().orElse(usual.seed()));
        return usual.withBudget(budget(config.budget()))
                .withPruningSteps(config.pruningSteps().orElse(usual.pruningSteps()))
                .withFineTuning(tuning)
                .withSetSize(config.setSize().orElse(usual.setSize()))
                .withValidationFraction(
                        config.validationFraction().orElse(usual.validationFraction()));
    }

    private static Budget budget(AgentConfig.BudgetConfig config) {
        return new Budget(
                config.maxParameters().map(OptionalLong::of).orElse(OptionalLong.empty()),
                config.maxMultiplyAdds().map(OptionalLong::of).orElse(OptionalLong.empty()),
                config.maxMemoryMib()
                        .map(mib -> OptionalLong.of(Math.multiplyExact(mib, MIB)))
                        .orElse(OptionalLong.empty()),
                config.maxLatencyMs().map(OptionalDouble::of).orElse(OptionalDouble.empty()));
    }

    private static StampedeException invalid(String message, Exception cause) {
        return new StampedeException(ErrorCode.INVALID_CONFIGURATION, message, cause);
    }
}
