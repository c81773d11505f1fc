package io.stampede.agent.doctor;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** Is each broker there, and does it speak as the configuration says? */
public final class BrokerCheck implements Check {
    private static final String NAME = "broker";

    private final BrokerProbe probe;

    /** Creates a check. */
    public BrokerCheck(BrokerProbe probe) {
        this.probe = requireNonNull(probe, "probe is null");
    }

    @Override
    public List<Finding> look() {
        return probe.look().stream().map(BrokerCheck::finding).toList();
    }

    /** The agent serves and adapts without a broker; it cannot start against another protocol. */
    private static Finding finding(BrokerVerdict verdict) {
        String found = verdict.address() + ": " + verdict.found();
        switch (verdict.kind()) {
            case FINE:
                return Finding.fine(NAME, found);
            case UNREACHABLE:
                return Finding.warning(NAME, found, verdict.fix());
            default:
                return Finding.problem(NAME, found, verdict.fix());
        }
    }
}
