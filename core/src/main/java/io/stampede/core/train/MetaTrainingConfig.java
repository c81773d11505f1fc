package io.stampede.core.train;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Architecture;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that decides what phi becomes, besides the reference data.
 *
 * @param architecture network to train
 * @param width multiplier of its channels
 * @param encoderDim hidden width d of the set encoder
 * @param encoderHeads attention heads h of the set encoder
 * @param pretraining how W is trained first
 * @param meta how phi is meta-trained then
 * @param seed decides every random choice of the run
 */
public record MetaTrainingConfig(
        Architecture architecture,
        double width,
        int encoderDim,
        int encoderHeads,
        PretrainingConfig pretraining,
        MetaConfig meta,
        long seed) {
    private static final long REPETITION_STRIDE = 1_000_003;
    private static final long CONSOLIDATION_DRAWS = 0x636f6e736fL;

    /** Checks the components. */
    public MetaTrainingConfig {
        requireNonNull(architecture, "architecture is null");
        requireNonNull(pretraining, "pretraining is null");
        requireNonNull(meta, "meta is null");
        if (encoderHeads < 1 || encoderDim < 1 || encoderDim % encoderHeads != 0) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected an encoder width divisible by its heads, found %d and %d"
                            .formatted(encoderDim, encoderHeads));
        }
    }

    /**
     * Settings by name: {@code smoke} (seconds, proves the path), {@code demo} (about two minutes
     * on two cores), {@code cpu} (the recipe of algorithms.md 13.2), {@code reference} (what the
     * shipped phi was made with, docs/experiments.md), {@code paper}.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} for any other name
     */
    public static MetaTrainingConfig preset(String name) {
        return switch (name) {
            case "smoke" ->
                    new MetaTrainingConfig(
                            Architecture.VGG10,
                            0.125,
                            32,
                            4,
                            PretrainingConfig.DEFAULT.withEpochs(1),
                            MetaConfig.DEFAULT.withIterations(5).withTask(2, 8, 2),
                            1);
            case "demo" ->
                    new MetaTrainingConfig(
                            Architecture.VGG10,
                            0.125,
                            64,
                            4,
                            PretrainingConfig.DEFAULT.withEpochs(6),
                            MetaConfig.DEFAULT.withIterations(80).withTask(2, 16, 5),
                            1);
            case "cpu" ->
                    new MetaTrainingConfig(
                            Architecture.VGG10,
                            0.25,
                            64,
                            4,
                            PretrainingConfig.DEFAULT.withEpochs(20),
                            MetaConfig.DEFAULT,
                            1);
            case "reference" ->
                    new MetaTrainingConfig(
                            Architecture.VGG19,
                            0.5,
                            64,
                            4,
                            PretrainingConfig.DEFAULT.withEpochs(30),
                            MetaConfig.REFERENCE,
                            1);
            case "paper" ->
                    new MetaTrainingConfig(
                            Architecture.VGG19,
                            1,
                            128,
                            4,
                            PretrainingConfig.DEFAULT.withEpochs(160),
                            MetaConfig.PAPER,
                            1);
            default ->
                    throw new StampedeException(
                            ErrorCode.INVALID_ARGUMENT,
                            "expected preset smoke, demo, cpu, reference or paper, found '"
                                    + name
                                    + "'");
        };
    }

    /** Decides the random choices behind pretraining; the seed itself in the first repetition. */
    long metaSeed() {
        return seed + REPETITION_STRIDE * meta.refinements().repetition();
    }

    /** Decides what {@link Consolidation} draws, other pictures than Algorithm 1 drew. */
    long consolidationSeed() {
        int repetition = meta.refinements().consolidation().repetition();
        return metaSeed() ^ CONSOLIDATION_DRAWS ^ REPETITION_STRIDE * repetition;
    }

    /** Every setting by name, for provenance. */
    public Map<String, String> describe() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("pretraining", pretraining.toString());
        settings.put("meta", meta.toString());
        settings.put("encoder_dim", Integer.toString(encoderDim));
        settings.put("encoder_heads", Integer.toString(encoderHeads));
        return settings;
    }

    /** These settings for another network. */
    public MetaTrainingConfig withNetwork(Architecture other, double otherWidth) {
        return new MetaTrainingConfig(
                other, otherWidth, encoderDim, encoderHeads, pretraining, meta, seed);
    }

    /** These settings with another seed. */
    public MetaTrainingConfig withSeed(long other) {
        return new MetaTrainingConfig(
                architecture, width, encoderDim, encoderHeads, pretraining, meta, other);
    }

    /** These settings with another pretraining. */
    public MetaTrainingConfig withPretraining(PretrainingConfig other) {
        return new MetaTrainingConfig(
                architecture, width, encoderDim, encoderHeads, other, meta, seed);
    }

    /** These settings with another meta-training. */
    public MetaTrainingConfig withMeta(MetaConfig other) {
        return new MetaTrainingConfig(
                architecture, width, encoderDim, encoderHeads, pretraining, other, seed);
    }
}
