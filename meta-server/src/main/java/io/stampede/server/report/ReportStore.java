package io.stampede.server.report;

import java.util.List;

/** Where device messages live. Safe for several threads; durable when a call returns. */
public interface ReportStore {
    /**
     * Stores a report unless one with its id is there.
     *
     * @return whether it is new
     */
    boolean insertOnce(StoredReport report);

    /** Reports that match, newest first. */
    List<StoredReport> find(ReportQuery query);

    /** How many reports match in all, whatever the page. */
    long count(ReportQuery query);

    /** Stores a status in place of the device's earlier one. */
    void replaceStatus(StoredStatus status);

    /** The last status of every device, by id. */
    List<StoredStatus> statuses();
}
