package io.stampede.server.report;

/**
 * Where what devices sent is put. Safe for several threads; durable when a call returns. Where
 * there is no room, calls throw a {@link io.stampede.core.StampedeException} with {@code
 * STORAGE_FAILED} and have changed nothing.
 */
public interface DeviceInbox {
    /**
     * Stores a report unless one with its id is there.
     *
     * @return whether it is new
     */
    boolean insertOnce(StoredReport report);

    /** Stores a status in place of the device's earlier one. */
    void replaceStatus(StoredStatus status);
}
