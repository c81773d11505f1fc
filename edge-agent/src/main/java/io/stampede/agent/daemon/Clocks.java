package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import java.time.Clock;

/**
 * The two kinds of time that the agent goes by.
 *
 * @param wall the time of day, for what is stored or sent; it may jump
 * @param steady for how long something takes or is waited for; it never jumps
 */
public record Clocks(Clock wall, Clock steady) {
    /** Checks the components. */
    public Clocks {
        requireNonNull(wall, "wall is null");
        requireNonNull(steady, "steady is null");
    }

    /** The clocks of this machine. */
    static Clocks ofThisMachine() {
        return new Clocks(Clock.systemUTC(), new SteadyClock(System::nanoTime));
    }
}
