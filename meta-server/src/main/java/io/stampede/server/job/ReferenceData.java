package io.stampede.server.job;

import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.SourceSpec;

/** Reads the training split of a source; a port, so that tests need no files. */
public interface ReferenceData {
    /**
     * Checks what can be checked without reading pictures, so that a wrong path is refused at once.
     *
     * @throws io.stampede.core.StampedeException {@code INVALID_ARGUMENT}, {@code DATA_UNREADABLE}
     */
    void requirePresent(SourceSpec source);

    /**
     * Reads the training pictures.
     *
     * @throws io.stampede.core.StampedeException {@code DATA_UNREADABLE}, {@code DATA_UNSUITABLE}
     */
    ImageDataset load(SourceSpec source);
}
