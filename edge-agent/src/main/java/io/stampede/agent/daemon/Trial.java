package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.adapt.Slots;
import io.stampede.agent.adapt.Standing;
import io.stampede.agent.adapt.Standing.Cause;
import io.stampede.agent.store.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts how often the agent ended abnormally with a subnetwork that has just gone live. One that
 * has served for a while without harm has passed and is never taken back.
 */
public final class Trial {
    private static final Logger LOG = LoggerFactory.getLogger(Trial.class);

    /** Abnormal ends that take a subnetwork out of service. */
    static final int ABNORMAL_EXITS = 3;

    private static final String RUNNING = "running";
    private static final String PASSED = "trial_passed";
    private static final String SUBJECT = "trial_switch";
    private static final String EXITS = "trial_exits";

    private final Facts facts;
    private final Clocks clocks;
    private final Duration healthy;
    private boolean begun;
    private Optional<Standing> onTrial = Optional.empty();
    private Instant since = Instant.MAX;

    /**
     * Creates a trial.
     *
     * @param healthy how long a subnetwork must serve in one go to have passed
     */
    public Trial(Facts facts, Clocks clocks, Duration healthy) {
        this.facts = requireNonNull(facts, "facts is null");
        this.clocks = requireNonNull(clocks, "clocks is null");
        this.healthy = requireNonNull(healthy, "healthy is null");
    }

    /**
     * Notes that the agent begins, and takes out of service what did harm. Where the disk fails
     * nothing is noted and this may be called again; once it has succeeded it does nothing more, so
     * that no start counts twice.
     */
    void begin(Slots slots) {
        if (begun) {
            return;
        }
        facts.together(
                () -> {
                    Optional<Standing> standing = slots.standing();
                    if (doesHarm(standing)) {
                        rollBack(slots, standing.flatMap(Standing::serving).orElseThrow());
                    }
                });
        begun = true;
    }

    private void rollBack(Slots slots, Standing.Held serving) {
        String what = serving.model().label();
        String why =
                "rolled back because the agent ended abnormally %d times with %s"
                        .formatted(ABNORMAL_EXITS, what);
        watch(slots.rollBack(why, clocks.wall().instant()));
        LOG.atWarn().addKeyValue("model", what).log("The subnetwork is taken out of service");
    }

    private boolean doesHarm(Optional<Standing> standing) {
        boolean endedAbnormally = facts.read(RUNNING).isPresent();
        facts.write(RUNNING, "since " + clocks.wall().instant());
        standing.ifPresent(this::watch);
        if (onTrial.isEmpty() || !endedAbnormally) {
            return false;
        }
        String subject = onTrial.get().switchId();
        boolean counted = facts.read(SUBJECT).equals(Optional.of(subject));
        int exits = 1 + (counted ? facts.read(EXITS).map(Integer::parseInt).orElse(0) : 0);
        facts.write(SUBJECT, subject);
        facts.write(EXITS, Integer.toString(exits));
        return exits >= ABNORMAL_EXITS;
    }

    /** Notes what serves from now on. */
    void watch(Standing standing) {
        boolean needed =
                standing.cause() == Cause.ADAPTED
                        && standing.serving().isPresent()
                        && !standing.switchId().isEmpty()
                        && !facts.read(PASSED).equals(Optional.of(standing.switchId()));
        onTrial = Optional.of(standing).filter(one -> needed);
        since = clocks.steady().instant();
    }

    /** Lets pass what has served long enough. */
    void doWork() {
        if (onTrial.isPresent() && !clocks.steady().instant().isBefore(since.plus(healthy))) {
            facts.write(PASSED, onTrial.get().switchId());
            onTrial = Optional.empty();
        }
    }

    /** Notes that the agent ends because it was asked to. */
    int endCleanly() {
        facts.remove(RUNNING);
        return 1;
    }
}
