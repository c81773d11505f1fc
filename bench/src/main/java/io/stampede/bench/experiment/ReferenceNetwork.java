package io.stampede.bench.experiment;

import io.stampede.bench.method.Scale;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.model.DType;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.model.PretrainedFile;
import io.stampede.core.model.Provenance;
import io.stampede.core.model.ShippedModel;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.train.MetaConfig;
import io.stampede.core.train.MetaTrainingConfig;
import io.stampede.core.train.PretrainedWeights;
import io.stampede.core.train.RunControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The reference network before meta-training: found, or trained. */
final class ReferenceNetwork {
    private static final long SEED = 1;
    private static final String META_CHECKPOINT = "meta-training.safetensors";

    /** Never run, yet checked against the reference: one that any passes. */
    private static final MetaConfig SMALLEST =
            MetaConfig.DEFAULT
                    .with("mini-batches", 1)
                    .with("tasks", 1)
                    .with("ways", 2)
                    .with("images-per-class", 2);

    private final MetaModelHeader header;

    ReferenceNetwork(MetaModelHeader header) {
        this.header = header;
    }

    /**
     * The file that was named, or the one beside phi; empty where there is none.
     *
     * @throws StampedeException {@code INVALID_ARGUMENT} where it is of another network, {@code
     *     MODEL_*}
     */
    Optional<Path> find(Optional<Path> named, Path phi) {
        Path beside = phi.toAbsolutePath().resolveSibling(ShippedModel.PRETRAINED);
        Optional<Path> found = named.or(() -> Optional.of(beside).filter(Files::isRegularFile));
        found.ifPresent(this::read);
        return found;
    }

    /** The weights of a file, checked against phi. */
    Map<String, Tensor> read(Path file) {
        PretrainedFile pretrained = PretrainedFile.read(file);
        NetworkSpec network = pretrained.network();
        if (network.architecture() != header.architecture() || network.width() != header.width()) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected pretrained weights of %s at width %s as phi has, found %s at %s in %s"
                            .formatted(
                                    header.architecture().id(),
                                    header.width(),
                                    network.architecture().id(),
                                    network.width(),
                                    file));
        }
        return pretrained.weights();
    }

    /**
     * Trains it, or goes on where an interrupted command stopped.
     *
     * @param directory receives checkpoints on the way and the weights at the end
     * @return the file of the weights
     */
    Path train(ImageDataset reference, Scale scale, Path directory, RunControl control) {
        Path file = directory.resolve(ShippedModel.PRETRAINED);
        if (Files.isRegularFile(file)) {
            return file;
        }
        MetaTrainingConfig config = config(scale);
        Pretraining.run(config, reference, directory, control);
        NetworkSpec network =
                Architectures.of(header.architecture(), header.width(), reference.classes());
        Provenance provenance =
                new Provenance(
                        Machine.codeVersion(),
                        reference.sha256(),
                        Map.of("pretraining", config.pretraining().toString()),
                        SEED,
                        TensorEngine.description(),
                        OptionalLong.empty());
        new PretrainedFile(network, provenance, PretrainedWeights.read(directory))
                .write(file, DType.F32);
        removeMetaTraining(directory);
        return file;
    }

    private MetaTrainingConfig config(Scale scale) {
        MetaTrainingConfig config =
                MetaTrainingConfig.preset("cpu")
                        .withNetwork(header.architecture(), header.width())
                        .withSeed(SEED);
        return config.withPretraining(
                        config.pretraining().withEpochs(ScaleDefaults.pretrainingEpochs(scale)))
                .withMeta(SMALLEST);
    }

    /** Nobody goes on with it, and it is several times as large as the rest. */
    private static void removeMetaTraining(Path directory) {
        try {
            Files.deleteIfExists(directory.resolve(META_CHECKPOINT));
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "expected to tidy %s, found %s".formatted(directory, e),
                    e);
        }
    }
}
