package io.stampede.core.data;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.file.Path;

/** Words the refusals of this package. */
final class DataFault {
    private DataFault() {}

    static StampedeException unreadable(String message) {
        return new StampedeException(ErrorCode.DATA_UNREADABLE, message);
    }

    static StampedeException unreadable(Path file, String message, Exception cause) {
        return new StampedeException(ErrorCode.DATA_UNREADABLE, file + ": " + message, cause);
    }

    static StampedeException unreadable(Path file, String message) {
        return unreadable(file, message, null);
    }

    static StampedeException notRead(Path file, IOException cause) {
        return unreadable(file, "cannot be read: " + cause, cause);
    }

    static StampedeException unsuitable(Path file, String message) {
        return new StampedeException(ErrorCode.DATA_UNSUITABLE, file + ": " + message);
    }
}
