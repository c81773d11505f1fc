package io.stampede.agent.daemon;

import java.util.Optional;
import java.util.OptionalLong;

/** What the machine tells about itself; each answer is empty where it does not tell. */
public interface Machine {
    /** Memory that a new process could take, in bytes. */
    OptionalLong availableMemoryBytes();

    /** Room for the data directory, in bytes. */
    OptionalLong usableDiskBytes();

    /** Whether the mains feed it. */
    Optional<Boolean> isOnMains();
}
