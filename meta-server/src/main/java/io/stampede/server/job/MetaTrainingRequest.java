package io.stampede.server.job;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.network.Architecture;
import io.stampede.core.train.MetaConfig;
import io.stampede.core.train.MetaTrainingConfig;
import io.stampede.server.registry.ModelName;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What somebody wants to have trained. A request that an earlier version of the server accepted may
 * have settings that this one knows no more: {@link #config()} tells.
 *
 * @param modelName the name under which the model is registered
 * @param reference where the reference data lies
 * @param preset settings to start from, see {@link MetaTrainingConfig#preset}
 * @param changes what differs from the preset
 */
public record MetaTrainingRequest(
        ModelName modelName, SourceSpec reference, String preset, Changes changes) {
    /** Checks the components, not yet the settings that they result in. */
    public MetaTrainingRequest {
        requireNonNull(modelName, "modelName is null");
        requireNonNull(changes, "changes is null");
        requireNonNull(reference, "reference is null");
        if (preset == null) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected preset smoke, demo, cpu, reference or paper, found none");
        }
    }

    /**
     * The settings to train with.
     *
     * @throws StampedeException {@code INVALID_ARGUMENT} where there is no such preset or a change
     *     is not acceptable
     */
    public MetaTrainingConfig config() {
        return changes.applyTo(MetaTrainingConfig.preset(preset));
    }

    /** Passes where {@link #config()} does not refuse. */
    void requireAcceptable() {
        requireNonNull(config());
    }

    /** The settings, to be shown; nothing where {@link #config()} refuses. */
    public Optional<MetaTrainingConfig> knownConfig() {
        try {
            return Optional.of(config());
        } catch (StampedeException e) {
            return Optional.empty();
        }
    }

    /**
     * What differs from a preset.
     *
     * @param architecture network to train
     * @param width multiplier of its channels, in (0, 4]
     * @param seed decides every random choice
     * @param pretrainEpochs epochs of pretraining
     * @param metaIterations outer iterations of meta-training
     * @param reduction factor by which multiply-adds must shrink, at least 1
     */
    public record Changes(
            Optional<Architecture> architecture,
            OptionalDouble width,
            OptionalLong seed,
            OptionalInt pretrainEpochs,
            OptionalInt metaIterations,
            OptionalDouble reduction) {
        /** Nothing differs. */
        public static final Changes NONE =
                new Changes(
                        Optional.empty(),
                        OptionalDouble.empty(),
                        OptionalLong.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalDouble.empty());

        private static final double MAX_WIDTH = 4;

        /** Checks the components. */
        public Changes {
            requireNonNull(architecture, "architecture is null");
            if (width.isPresent()
                    && !(width.getAsDouble() > 0 && width.getAsDouble() <= MAX_WIDTH)) {
                throw new StampedeException(
                        ErrorCode.INVALID_ARGUMENT,
                        "expected width in (0, 4], found " + width.getAsDouble());
            }
        }

        private MetaTrainingConfig applyTo(MetaTrainingConfig preset) {
            MetaTrainingConfig config =
                    preset.withNetwork(
                            architecture.orElse(preset.architecture()),
                            width.orElse(preset.width()));
            MetaConfig meta = config.meta();
            if (metaIterations.isPresent()) {
                meta = meta.withIterations(metaIterations.getAsInt());
            }
            if (reduction.isPresent()) {
                meta = meta.with("reduction", reduction.getAsDouble());
            }
            if (pretrainEpochs.isPresent()) {
                config =
                        config.withPretraining(
                                config.pretraining().withEpochs(pretrainEpochs.getAsInt()));
            }
            return config.withMeta(meta).withSeed(seed.orElse(config.seed()));
        }
    }
}
