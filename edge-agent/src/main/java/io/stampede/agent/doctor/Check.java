package io.stampede.agent.doctor;

import java.util.List;

/** One thing that doctor looks at. */
@FunctionalInterface
public interface Check {
    /** Looks, and changes nothing. At least one finding; whatever it throws becomes a problem. */
    List<Finding> look();
}
