package io.stampede.server.rest;

import io.stampede.server.report.ReportQuery;
import io.stampede.server.report.ReportStore;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Shows what devices reported. */
@Path("/api/v1/reports")
@Produces(MediaType.APPLICATION_JSON)
public class ReportResource {
    private final ReportStore reports;

    @Inject
    ReportResource(ReportStore reports) {
        this.reports = reports;
    }

    /** One page of reports, newest first. */
    @GET
    @Operation(summary = "List adaptation reports, newest first")
    public ReportPage list(
            @QueryParam("device") Optional<String> device,
            @QueryParam("model") Optional<String> model,
            @QueryParam("offset") @DefaultValue("0") String offset,
            @QueryParam("limit") @DefaultValue("100") String limit) {
        ReportQuery query =
                new ReportQuery(device, model, number("offset", offset), number("limit", limit));
        return new ReportPage(
                reports.find(query).stream().map(ReportView::of).toList(),
                reports.count(query),
                query.offset(),
                query.limit());
    }

    private static int number(String name, String value) {
        if (!value.matches("\\d{1,9}")) {
            throw Refusal.argument("expected " + name + " as a number, found '" + value + "'");
        }
        return Integer.parseInt(value);
    }
}
