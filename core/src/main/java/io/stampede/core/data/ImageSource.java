package io.stampede.core.data;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;

/**
 * Port through which labelled pictures come in, whatever they are stored as.
 *
 * <p>Implementations keep nothing open between calls and may be shared between threads.
 */
public interface ImageSource {
    /**
     * Reads all pictures of one split into memory; every call reads anew and gives the same.
     *
     * @throws StampedeException with {@link ErrorCode#DATA_UNREADABLE} where the source has no such
     *     split or it cannot be read, with {@link ErrorCode#DATA_UNSUITABLE} where it was read and
     *     cannot be used
     */
    ImageDataset load(Split split);
}
