package io.stampede.core.train;

import ai.djl.ndarray.NDManager;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.model.DType;
import io.stampede.core.model.GeneratorForm;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.model.PretrainedFile;
import io.stampede.core.model.Provenance;
import io.stampede.core.model.WholeFile;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes phi out of a reference dataset: pretraining, then Algorithm 1, then {@link Consolidation}
 * where it is asked for, then one sealed file.
 */
public final class MetaTraining {
    /** Name of the file that a run leaves in its directory. */
    public static final String MODEL_FILE = "phi.safetensors";

    private static final int LONG_RUN_ITERATIONS = 1000;

    private final MetaTrainingConfig config;
    private final ImageDataset reference;
    private final Optional<GivenWeights> given;
    private final Path directory;
    private final String fingerprint;
    private final String metaFingerprint; // one meta-training serves many consolidations
    private final String pretrainingFingerprint; // one pretraining serves many meta-trainings
    private final NetworkSpec spec;

    private MetaTraining(
            MetaTrainingConfig config,
            ImageDataset reference,
            Optional<GivenWeights> given,
            Path directory) {
        this.config = config;
        this.reference = reference;
        this.given = given;
        this.directory = directory;
        String origin =
                " on " + reference.sha256() + given.map(it -> " from " + it.sha256()).orElse("");
        this.fingerprint = config + origin;
        this.metaFingerprint = config.withMeta(config.meta().withoutConsolidation()) + origin;
        this.pretrainingFingerprint =
                "%s width %s %s seed %d"
                                .formatted(
                                        config.architecture(),
                                        config.width(),
                                        config.pretraining(),
                                        config.seed())
                        + origin;
        this.spec = Architectures.of(config.architecture(), config.width(), reference.classes());
    }

    /**
     * Runs to the end, or goes on from the checkpoints that an interrupted run left in the same
     * directory; the result is bit-identical either way.
     *
     * <p>Runs on the calling thread; the engine allows one training thread per JVM.
     *
     * @param directory receives checkpoints on the way and {@value #MODEL_FILE} at the end
     * @throws StampedeException {@code CANCELLED}, {@code TRAINING_DIVERGED}, {@code
     *     DATA_UNSUITABLE}, {@code STORAGE_FAILED}
     */
    public static MetaTrainingResult run(
            MetaTrainingConfig config, ImageDataset reference, Path directory, RunControl control) {
        return new MetaTraining(config, reference, Optional.empty(), directory).run(control);
    }

    /**
     * As {@link #run}, from a network that was pretrained elsewhere: the settings of pretraining
     * are not used, and the file's digest stands in phi's provenance instead.
     *
     * @param pretrained a {@link PretrainedFile} of the network and classes that are trained here
     * @throws StampedeException also {@code INVALID_ARGUMENT} where it is of another network;
     *     {@code MODEL_*}
     */
    public static MetaTrainingResult runFrom(
            Path pretrained,
            MetaTrainingConfig config,
            ImageDataset reference,
            Path directory,
            RunControl control) {
        GivenWeights given = GivenWeights.read(pretrained);
        return new MetaTraining(config, reference, Optional.of(given), directory).run(control);
    }

    /**
     * The first half alone: trains W on all classes of the reference, or goes on where an
     * interrupted run stopped. {@link #run} in the same directory goes on from there, whatever its
     * settings of Algorithm 1.
     *
     * @param directory receives {@value PretrainedWeights#FILE}
     * @throws StampedeException as {@link #run}
     */
    public static void pretrain(
            MetaTrainingConfig config, ImageDataset reference, Path directory, RunControl control) {
        WholeFile.createDirectory(directory);
        try (NDManager manager = TensorEngine.newManager()) {
            new MetaTraining(config, reference, Optional.empty(), directory)
                    .pretrain(new Parameters(manager), control);
        }
    }

    private MetaTrainingResult run(RunControl control) {
        long start = System.nanoTime();
        given.ifPresent(it -> it.requireOf(spec));
        WholeFile.createDirectory(directory);
        try (NDManager manager = TensorEngine.newManager()) {
            Parameters phi = new Parameters(manager);
            double pretrainAccuracy = pretrain(phi, control);
            double metaAccuracy = metaTrain(phi, control);
            return new MetaTrainingResult(
                    directory.resolve(MODEL_FILE),
                    pretrainAccuracy,
                    metaAccuracy,
                    (System.nanoTime() - start) / 1e9);
        }
    }

    private double pretrain(Parameters phi, RunControl control) {
        Checkpoint checkpoint =
                new Checkpoint(directory.resolve(PretrainedWeights.FILE), pretrainingFingerprint);
        if (given.isPresent()) {
            given.get().addTo(phi, checkpoint);
            return Double.NaN;
        }
        try (Pretrainer pretrainer =
                new Pretrainer(
                        phi.manager(), spec, config.pretraining(), reference, config.seed())) {
            double accuracy = pretrainer.run(checkpoint, control);
            Parameters weights = pretrainer.weights();
            weights.names().forEach(name -> phi.put(name, weights.get(name).duplicate()));
            return accuracy;
        }
    }

    private double metaTrain(Parameters phi, RunControl control) {
        Parameters pretrained = phi.copy(phi.manager());
        Initialization.gates(phi, spec, gateStart());
        Initialization.encoder(phi, config.encoderDim(), Seeds.at(config.metaSeed(), "encoder"));
        try (MetaTrainer trainer = new MetaTrainer(spec, config, reference, phi)) {
            double accuracy =
                    trainer.run(
                            new Checkpoint(
                                    directory.resolve("meta-training.safetensors"),
                                    metaFingerprint),
                            control);
            if (config.meta().refinements().consolidation().epochs() == 0) {
                seal(trainer.phi());
            } else {
                consolidate(trainer.phi(), pretrained, control);
            }
            return accuracy;
        }
    }

    private void consolidate(Parameters phi, Parameters pretrained, RunControl control) {
        try (Consolidation consolidation =
                new Consolidation(spec, config, reference, phi, pretrained)) {
            consolidation.run(
                    new Checkpoint(directory.resolve("consolidation.safetensors"), fingerprint),
                    control);
            seal(consolidation.phi());
        }
    }

    private Initialization.GateStart gateStart() {
        if (config.meta().refinements().form().gates() == GeneratorForm.Gates.HARD) {
            return Initialization.GateStart.LINEAR;
        }
        return config.meta().iterations() >= LONG_RUN_ITERATIONS
                ? Initialization.GateStart.PAPER
                : Initialization.GateStart.OPEN;
    }

    private void seal(Parameters phi) {
        Normalization normalization = Normalization.of(reference);
        Provenance provenance =
                new Provenance(
                        CodeVersion.CURRENT,
                        reference.sha256(),
                        given.map(it -> it.describe(config)).orElseGet(config::describe),
                        config.seed(),
                        TensorEngine.description(),
                        OptionalLong.empty());
        MetaModelHeader header =
                new MetaModelHeader(
                        config.architecture(),
                        config.width(),
                        reference.classes(),
                        config.encoderDim(),
                        config.encoderHeads(),
                        config.meta().refinements().form(),
                        normalization.mean(),
                        normalization.std(),
                        provenance,
                        1);
        MetaModelFile.write(directory.resolve(MODEL_FILE), header, Tensors.save(phi), DType.F32);
    }
}
