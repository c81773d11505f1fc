package io.stampede.bench.method.sparse;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;

/** Checks shares of weights that are to stay. */
final class KeptShare {
    private KeptShare() {}

    /**
     * The same share.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} unless it is in (0, 1]
     */
    static double checked(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected a share of weights to keep in (0, 1], found " + share);
        }
        return share;
    }
}
