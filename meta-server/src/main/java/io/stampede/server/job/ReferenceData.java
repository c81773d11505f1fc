package io.stampede.server.job;

import io.stampede.core.data.ImageDataset;

/** Reads the training split of a source; a port, so that tests need no files. */
@FunctionalInterface
public interface ReferenceData {
    /**
     * Reads the training pictures.
     *
     * @param source {@code kind:path}
     * @throws io.stampede.core.StampedeException {@code INVALID_ARGUMENT}, {@code DATA_UNREADABLE},
     *     {@code DATA_UNSUITABLE}
     */
    ImageDataset load(String source);
}
