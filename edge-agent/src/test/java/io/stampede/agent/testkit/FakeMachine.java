package io.stampede.agent.testkit;

import io.stampede.agent.daemon.Machine;
import java.util.Optional;
import java.util.OptionalLong;

/** A machine that is as rich as a test says; at first it tells nothing. */
public final class FakeMachine implements Machine {
    private static final long MIB = 1024 * 1024;

    private OptionalLong memory = OptionalLong.empty();
    private OptionalLong disk = OptionalLong.empty();
    private Optional<Boolean> mains = Optional.empty();

    /** Changes the memory. */
    public void setFreeMemoryMib(long mib) {
        memory = OptionalLong.of(mib * MIB);
    }

    /** Changes the disk. */
    public void setFreeDiskMib(long mib) {
        disk = OptionalLong.of(mib * MIB);
    }

    /** Plugs it in or out. */
    public void setOnMains(boolean on) {
        mains = Optional.of(on);
    }

    @Override
    public OptionalLong availableMemoryBytes() {
        return memory;
    }

    @Override
    public OptionalLong usableDiskBytes() {
        return disk;
    }

    @Override
    public Optional<Boolean> isOnMains() {
        return mains;
    }
}
