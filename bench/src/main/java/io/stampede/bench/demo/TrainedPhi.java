package io.stampede.bench.demo;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonObject;
import io.stampede.bench.remote.TrainingStatus;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.ImageSources;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.data.Split;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.train.MetaTraining;
import io.stampede.core.train.MetaTrainingConfig;
import io.stampede.core.train.PretrainedWeights;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A phi that the server trains while one waits.
 *
 * @param reference what it is trained on
 * @param preset settings of meta-training
 * @param seed decides every random choice of it
 */
public record TrainedPhi(SourceSpec reference, String preset, long seed) implements PhiSource {
    /** The name under which it is published. */
    public static final String MODEL_NAME = "demo";

    /** Checks the components. */
    public TrainedPhi {
        requireNonNull(reference, "reference is null");
        MetaTrainingConfig.preset(requireNonNull(preset, "preset is null"));
    }

    @Override
    public NetworkSpec full(int classes) {
        MetaTrainingConfig config = MetaTrainingConfig.preset(preset);
        return Architectures.of(config.architecture(), config.width(), classes);
    }

    @Override
    public void check() {
        ImageSources.open(reference);
    }

    @Override
    public String title() {
        return reference.toString();
    }

    @Override
    public Map<String, String> describe() {
        return Map.of("reference", reference.toString(), "preset", preset);
    }

    @Override
    public ImageDataset referencePictures() {
        return ImageSources.open(reference).load(Split.TRAIN);
    }

    @Override
    public Map<String, Tensor> publish(DemoServer server) {
        JsonObject request = new JsonObject();
        request.addProperty("model_name", MODEL_NAME);
        request.addProperty("reference", reference.toString());
        request.addProperty("preset", preset);
        request.addProperty("seed", seed);
        String id = server.client().startTraining(request);
        server.progress().say("meta-training %s on %s".formatted(preset, reference));
        server.until("queued", () -> finished(server, id));
        Path job = server.directory().job(id);
        server.directory().keep(job.resolve(MetaTraining.MODEL_FILE), server.directory().phi());
        return PretrainedWeights.read(job);
    }

    private static Optional<TrainingStatus> finished(DemoServer server, String id) {
        TrainingStatus status = server.client().training(id);
        if (!status.phase().isEmpty()) {
            server.progress().show(status.phase(), status.step(), status.steps(), status.detail());
        }
        return status.succeeded() ? Optional.of(status) : Optional.empty();
    }
}
