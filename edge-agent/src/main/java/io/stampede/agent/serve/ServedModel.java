package io.stampede.agent.serve;

import io.stampede.agent.intake.ModelId;
import io.stampede.core.data.ImageDataset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A subnetwork that is offered to programs. Thread-safe. */
final class ServedModel implements AutoCloseable {
    private final ModelId id;
    private final Path directory;
    private final PredictorPool pool;

    ServedModel(ModelId id, Path directory, Function<Path, Predictor> opener) {
        this.id = id;
        this.directory = directory;
        this.pool = new PredictorPool(() -> opener.apply(directory));
    }

    /**
     * What the model says about pictures.
     *
     * @param probabilities {@code [n][classes]}
     * @param labels name of each class
     */
    record Answer(List<float[]> probabilities, List<String> labels) {}

    String name() {
        return id.name();
    }

    String version() {
        return Long.toString(id.version());
    }

    /** Who answers; loads nothing. */
    String engine() {
        return Predictors.engine(directory);
    }

    /** Number of classes; loads nothing. */
    int classes() {
        return Predictors.header(directory).classes();
    }

    /** Answers, or nothing where another model serves by now. */
    Optional<Answer> answer(ImageDataset pictures) {
        return pool.use(
                predictor ->
                        new Answer(List.of(predictor.probabilities(pictures)), predictor.labels()));
    }

    @Override
    public void close() {
        pool.close();
    }
}
