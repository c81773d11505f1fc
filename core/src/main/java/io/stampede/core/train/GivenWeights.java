package io.stampede.core.train;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.model.FileDigest;
import io.stampede.core.model.PretrainedFile;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.Tensors;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * W that was pretrained elsewhere, in place of {@link Pretrainer}.
 *
 * @param path where it was read, for messages
 * @param sha256 of the file
 * @param file what it holds
 */
record GivenWeights(Path path, String sha256, PretrainedFile file) {
    /** Reads a whole file. */
    static GivenWeights read(Path path) {
        return new GivenWeights(path, FileDigest.sha256(path), PretrainedFile.read(path));
    }

    /** Refuses the weights of another network. */
    void requireOf(NetworkSpec spec) {
        if (!file.network().equals(spec)) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s: expected the weights of %s, found those of %s; choose --network, --width and --reference as they were pretrained with"
                            .formatted(path, name(spec), name(file.network())));
        }
    }

    private static String name(NetworkSpec spec) {
        return "%s at width %s with %d classes"
                .formatted(spec.architecture().id(), spec.width(), spec.classes());
    }

    /** Adds {@code W.*}, and leaves a checkpoint as a finished pretraining does. */
    void addTo(Parameters phi, Checkpoint checkpoint) {
        Tensors.putAll(phi, file.weights());
        Map<String, Parameters> state = Map.of("weights", phi);
        if (checkpoint.restore(state).isEmpty()) {
            checkpoint.save(0, state);
        }
    }

    /** Every setting by name, with the origin of W where pretraining stands otherwise. */
    Map<String, String> describe(MetaTrainingConfig config) {
        Map<String, String> settings = new LinkedHashMap<>(config.describe());
        settings.put("pretraining", "weights of " + sha256);
        return settings;
    }
}
