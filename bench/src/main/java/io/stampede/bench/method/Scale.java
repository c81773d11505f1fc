package io.stampede.bench.method;

import java.util.Locale;

/** How much work a run may be; each method knows what that means for its own settings. */
public enum Scale {
    /** Seconds: proves the path, its accuracies mean nothing. */
    SMOKE,
    /** Minutes on two cores (algorithms.md 13.2). */
    CPU,
    /** The paper's own settings. */
    PAPER;

    /** The name on the command line and in outputs. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
