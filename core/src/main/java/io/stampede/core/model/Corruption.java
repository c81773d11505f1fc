package io.stampede.core.model;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;

/** Says in one line what is wrong with a model file, however strange its content is. */
final class Corruption {
    private static final int MAX_FOUND = 120;

    private Corruption() {}

    static StampedeException of(Object file, String expected, Object found) {
        return of(file, expected, found, null);
    }

    static StampedeException of(Object file, String expected, Object found, Throwable cause) {
        return new StampedeException(
                ErrorCode.MODEL_CORRUPT,
                "%s: expected %s, found %s; fetch the model again"
                        .formatted(file, expected, excerpt(found)),
                cause);
    }

    static StampedeException notFinite(Object file, String expected, Object found) {
        return new StampedeException(
                ErrorCode.MODEL_NOT_FINITE,
                "%s: expected %s, found %s; train or fetch the model again"
                        .formatted(file, expected, excerpt(found)));
    }

    static StampedeException unknownFormat(Object file, String expected, Object found) {
        return new StampedeException(
                ErrorCode.MODEL_FORMAT_UNKNOWN,
                "%s: this program reads %s, the file has %s; update Stampede or take another model"
                        .formatted(file, expected, excerpt(found)));
    }

    /** Text from a file, made fit for one line of a log. */
    static String excerpt(Object found) {
        String text = String.valueOf(found);
        String cut = text.length() > MAX_FOUND ? text.substring(0, MAX_FOUND) + "..." : text;
        return cut.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
    }
}
