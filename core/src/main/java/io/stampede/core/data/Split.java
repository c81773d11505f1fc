package io.stampede.core.data;

import java.util.Locale;

/** Which half of a source is meant: the one to learn from or the one to measure on. */
public enum Split {
    /** Pictures to learn from. */
    TRAIN,
    /** Pictures to measure on; nothing may be tuned on them. */
    TEST;

    /** The name as it stands in file names and messages: {@code train}, {@code test}. */
    String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
