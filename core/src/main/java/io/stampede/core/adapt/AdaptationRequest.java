package io.stampede.core.adapt;

import static java.util.Objects.requireNonNull;

import io.stampede.core.data.ImageDataset;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is to be adapted to what, and by which rule channels are chosen; the last two components are
 * for comparisons, the product leaves them as {@link #of} has them.
 *
 * @param model the phi file
 * @param data private pictures to learn from
 * @param config how
 * @param set pictures that the encoder sees, all of them; a sample of the private ones where absent
 * @param scorer which channels stay
 */
public record AdaptationRequest(
        Path model,
        ImageDataset data,
        AdaptationConfig config,
        Optional<ImageDataset> set,
        ChannelScorer scorer) {
    /** Checks the components. */
    public AdaptationRequest {
        requireNonNull(model, "model is null");
        requireNonNull(data, "data is null");
        requireNonNull(config, "config is null");
        requireNonNull(set, "set is null");
        requireNonNull(scorer, "scorer is null");
    }

    /** The paper's: the encoder sees private pictures, E[m] decides. */
    public static AdaptationRequest of(Path model, ImageDataset data, AdaptationConfig config) {
        return new AdaptationRequest(
                model, data, config, Optional.empty(), ChannelScorer.EXPECTED_MASK);
    }

    /** The same request with an encoder that sees these pictures. */
    public AdaptationRequest seeing(ImageDataset pictures) {
        return new AdaptationRequest(model, data, config, Optional.of(pictures), scorer);
    }

    /** The same request with other settings. */
    public AdaptationRequest withConfig(AdaptationConfig other) {
        return new AdaptationRequest(model, data, other, set, scorer);
    }

    /** The same request with another rule of choice. */
    public AdaptationRequest withScorer(ChannelScorer other) {
        return new AdaptationRequest(model, data, config, set, other);
    }
}
