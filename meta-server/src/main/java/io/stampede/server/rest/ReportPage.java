package io.stampede.server.rest;

import java.util.List;

/**
 * One page of reports, newest first.
 *
 * @param reports of this page
 * @param total how many match in all
 * @param offset of the first one
 * @param limit of the page
 */
public record ReportPage(List<ReportView> reports, long total, int offset, int limit) {}
