package io.stampede.server.report;

import java.util.List;

/** Where device messages live. Safe for several threads. */
public interface ReportStore extends DeviceInbox {
    /** Reports that match, newest first. */
    List<StoredReport> find(ReportQuery query);

    /** How many reports match in all, whatever the page. */
    long count(ReportQuery query);

    /** The last status of every device, by id. */
    List<StoredStatus> statuses();
}
