package io.stampede.server.rest;

import io.stampede.server.report.ReportStore;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Shows what devices do right now. */
@Path("/api/v1/devices")
@Produces(MediaType.APPLICATION_JSON)
public class DeviceResource {
    private final ReportStore reports;

    @Inject
    DeviceResource(ReportStore reports) {
        this.reports = reports;
    }

    /** The last status of every device, by id. */
    @GET
    @Operation(summary = "List the last status of every device")
    public List<DeviceView> list() {
        return reports.statuses().stream().map(DeviceView::of).toList();
    }
}
