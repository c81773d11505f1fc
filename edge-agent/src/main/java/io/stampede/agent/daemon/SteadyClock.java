package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A clock for durations. It tells no time of day but goes by a counter that nobody sets: a device
 * without a battery for its clock learns the time when it finds the network, hours after its start,
 * and no wait may become longer or shorter by that.
 */
final class SteadyClock extends Clock {
    private final LongSupplier nanos;
    private final long begin;

    /**
     * Creates a clock that begins at the epoch.
     *
     * @param nanos only ever goes forward, from anywhere
     */
    SteadyClock(LongSupplier nanos) {
        this.nanos = requireNonNull(nanos, "nanos is null");
        this.begin = nanos.getAsLong();
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(nanos.getAsLong() - begin);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
