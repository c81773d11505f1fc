package io.stampede.bench.method.metapruning;

import ai.djl.ndarray.NDManager;
import io.stampede.bench.method.TargetTask;
import io.stampede.bench.method.Training;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.model.DType;
import io.stampede.core.model.SafetensorsReader;
import io.stampede.core.model.SafetensorsWriter;
import io.stampede.core.model.Tensor;
import io.stampede.core.model.WholeFile;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.Tensors;
import io.stampede.core.train.RunControl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Keeps a trained hypernetwork for the next target: it depends on the reference alone.
 *
 * <p>The file tells what it was trained with; one with other settings is trained anew and replaced.
 */
final class HypernetworkCache {
    private static final String SETTINGS = "settings";
    private static final String SECONDS = "seconds";

    private final TargetTask task;
    private final MetaPruningConfig.Hypernetwork config;

    HypernetworkCache(TargetTask task, MetaPruningConfig.Hypernetwork config) {
        this.task = task;
        this.config = config;
    }

    /**
     * A hypernetwork, ready for use.
     *
     * @param space of the reference's network
     * @param parameters under the manager that was given; the caller closes them
     * @param seconds that its training took, now or when it was put here
     */
    record Trained(GeneSpace space, Parameters parameters, double seconds) {}

    /**
     * Reads it or trains it.
     *
     * @throws StampedeException {@code CANCELLED}, {@code TRAINING_DIVERGED}, {@code
     *     STORAGE_FAILED}, {@code MODEL_CORRUPT} where the file is damaged
     */
    Trained get(NDManager manager, RunControl control) {
        ImageDataset reference = task.reference().pictures().get();
        NetworkSpec full = task.full().withClasses(reference.classes());
        String settings =
                "%s width %s %s on %s"
                        .formatted(
                                full.architecture().id(), full.width(), config, reference.sha256());
        Path file =
                task.reference()
                        .cache()
                        .resolve(
                                "metapruning-%s-%s.safetensors"
                                        .formatted(full.architecture().id(), full.width()));
        if (Files.exists(file)) {
            try (SafetensorsReader reader = SafetensorsReader.open(file)) {
                if (settings.equals(reader.metadata().get(SETTINGS))) {
                    return read(manager, new GeneSpace(full), reader);
                }
            }
        }
        return train(manager, new GeneSpace(full), reference, new Place(file, settings), control);
    }

    private static Trained read(NDManager manager, GeneSpace space, SafetensorsReader reader) {
        Parameters parameters = new Parameters(manager);
        Tensors.putAll(
                parameters,
                reader.names(),
                name -> new Tensor(reader.floats(name), reader.info(name).shape()));
        return new Trained(space, parameters, Double.parseDouble(reader.metadata().get(SECONDS)));
    }

    private record Place(Path file, String settings) {}

    private Trained train(
            NDManager manager,
            GeneSpace space,
            ImageDataset reference,
            Place place,
            RunControl control) {
        long start = System.nanoTime();
        Parameters parameters = new Parameters(manager);
        new HypernetworkTraining(space, config, reference, task.normalization())
                .run(parameters, control);
        double seconds = Training.secondsSince(start);
        WholeFile.createDirectory(place.file().getParent());
        SafetensorsWriter.write(
                place.file(),
                Tensors.save(parameters),
                Map.of(SETTINGS, place.settings(), SECONDS, Double.toString(seconds)),
                DType.F32);
        return new Trained(space, parameters, seconds);
    }
}
