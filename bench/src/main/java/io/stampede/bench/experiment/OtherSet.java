package io.stampede.bench.experiment;

import static java.util.Objects.requireNonNull;

import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.SourceSpec;

/**
 * Pictures of another target, for an encoder that is shown a wrong set.
 *
 * @param spec their source
 * @param pictures from its training split
 */
public record OtherSet(SourceSpec spec, ImageDataset pictures) {
    /** Checks the components. */
    public OtherSet {
        requireNonNull(spec, "spec is null");
        requireNonNull(pictures, "pictures is null");
    }
}
