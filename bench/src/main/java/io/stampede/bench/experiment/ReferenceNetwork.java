package io.stampede.bench.experiment;

import io.stampede.bench.method.Scale;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.model.DType;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.model.PretrainedFile;
import io.stampede.core.model.Provenance;
import io.stampede.core.model.ShippedModel;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.train.CodeVersion;
import io.stampede.core.train.MetaTraining;
import io.stampede.core.train.MetaTrainingConfig;
import io.stampede.core.train.PretrainedWeights;
import io.stampede.core.train.RunControl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The reference network before meta-training: found, or trained. */
final class ReferenceNetwork {
    private static final long SEED = 1;

    private final Path phi;
    private final MetaModelHeader header;

    /**
     * The reference network of a phi.
     *
     * @param phi its file
     * @param header what that file says about itself
     */
    ReferenceNetwork(Path phi, MetaModelHeader header) {
        this.phi = phi;
        this.header = header;
    }

    /**
     * The file that was named, or the one beside phi: shipped with it, or left by its training.
     * Empty where there is none.
     *
     * @throws StampedeException {@code INVALID_ARGUMENT} where it is of another network, {@code
     *     MODEL_*}
     */
    Optional<Path> find(Optional<Path> named) {
        Optional<Path> found =
                named.or(
                        () ->
                                Stream.of(ShippedModel.PRETRAINED, PretrainedWeights.FILE)
                                        .map(phi.toAbsolutePath()::resolveSibling)
                                        .filter(Files::isRegularFile)
                                        .findFirst());
        found.ifPresent(this::read);
        return found;
    }

    /** The weights of a file, checked against phi. */
    Map<String, Tensor> read(Path file) {
        boolean checkpoint = file.getFileName().toString().equals(PretrainedWeights.FILE);
        Map<String, Tensor> weights =
                checkpoint
                        ? PretrainedWeights.read(file.toAbsolutePath().getParent())
                        : PretrainedFile.read(file).weights();
        String head = header.network().classifier().name();
        try (MetaModelFile model = MetaModelFile.open(phi)) {
            for (String name : model.names()) {
                if (name.startsWith("W.") && !name.startsWith(head)) {
                    requireShape(file, name, model.shape(name), weights.get(name));
                }
            }
        }
        return weights;
    }

    private void requireShape(Path file, String name, List<Integer> expected, Tensor found) {
        if (found == null || !found.shape().equals(expected)) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected pretrained weights of %s at width %s as phi has, found %s of shape %s"
                                    .formatted(
                                            header.architecture().id(),
                                            header.width(),
                                            name,
                                            found == null ? "none" : found.shape())
                            + " in "
                            + file);
        }
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
        MetaTraining.pretrain(config, reference, directory, control);
        NetworkSpec network =
                Architectures.of(header.architecture(), header.width(), reference.classes());
        Provenance provenance =
                new Provenance(
                        CodeVersion.CURRENT,
                        reference.sha256(),
                        Map.of("pretraining", config.pretraining().toString()),
                        SEED,
                        TensorEngine.description(),
                        OptionalLong.empty());
        new PretrainedFile(network, provenance, PretrainedWeights.read(directory))
                .write(file, DType.F32);
        return file;
    }

    private MetaTrainingConfig config(Scale scale) {
        MetaTrainingConfig config =
                MetaTrainingConfig.preset("cpu")
                        .withNetwork(header.architecture(), header.width())
                        .withSeed(SEED);
        return config.withPretraining(
                config.pretraining().withEpochs(ScaleDefaults.pretrainingEpochs(scale)));
    }
}
