package io.stampede.server.rest;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.stampede.server.job.JobListener;
import io.stampede.server.job.MetaTrainingJob;
import io.stampede.server.job.MetaTrainingJobs;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** Starts, shows, follows and cancels meta-trainings. */
@Path("/api/v1/meta-trainings")
@Produces(MediaType.APPLICATION_JSON)
public class MetaTrainingResource {
    private final MetaTrainingJobs jobs;

    @Inject
    MetaTrainingResource(MetaTrainingJobs jobs) {
        this.jobs = jobs;
    }

    /** Accepts a job. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Start a meta-training")
    @APIResponse(
            responseCode = "202",
            description = "Accepted; Location names the job",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "400", description = "The body is not as documented")
    @APIResponse(responseCode = "422", description = "The reference data is not there")
    @APIResponse(responseCode = "429", description = "As many jobs wait as may wait")
    public Response start(MetaTrainingBody body) {
        if (body == null) {
            throw Refusal.argument("expected a JSON object, found an empty body");
        }
        MetaTrainingJob job =
                jobs.submit(body.toRequest())
                        .orElseThrow(
                                () ->
                                        Refusal.busy(
                                                "expected a free place in the queue, found none;"
                                                        + " try again when a job has ended"));
        return Response.accepted(JobView.of(job))
                .location(URI.create("/api/v1/meta-trainings/" + job.id()))
                .build();
    }

    /** All jobs, in the order of acceptance. */
    @GET
    @Operation(summary = "List meta-trainings")
    public List<JobView> list() {
        return jobs.all().stream().map(JobView::of).toList();
    }

    /** One job as it stands. */
    @GET
    @Path("{id}")
    @Operation(summary = "Show a meta-training")
    public JobView show(@PathParam("id") String id) {
        return JobView.of(existing(id));
    }

    /** Asks a job to end. */
    @DELETE
    @Path("{id}")
    @Operation(summary = "Cancel a meta-training; a running one ends before its next step")
    @APIResponse(
            responseCode = "202",
            description = "It ends or has ended",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "409", description = "It had ended by itself")
    public Response cancel(@PathParam("id") String id) {
        existing(id);
        if (!jobs.cancel(id)) {
            throw Refusal.conflict(
                    "expected a job that waits or runs, found one that is "
                            + existing(id).state().id());
        }
        return Response.accepted(JobView.of(existing(id))).build();
    }

    /** Every change of a job until it ends, the present state first. */
    @GET
    @Path("{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(summary = "Follow a meta-training until it ends")
    public Multi<JobView> events(@PathParam("id") String id) {
        existing(id);
        // A slow reader misses steps in between, never the last one.
        return Multi.createFrom()
                .<MetaTrainingJob>emitter(
                        emitter -> follow(id, emitter), BackPressureStrategy.LATEST)
                .map(JobView::of);
    }

    private void follow(String id, MultiEmitter<? super MetaTrainingJob> emitter) {
        JobListener listener =
                job -> {
                    if (job.id().equals(id)) {
                        emit(job, emitter);
                    }
                };
        jobs.listen(listener);
        emitter.onTermination(() -> jobs.forget(listener));
        emit(existing(id), emitter);
    }

    private static void emit(MetaTrainingJob job, MultiEmitter<? super MetaTrainingJob> emitter) {
        emitter.emit(job);
        if (job.state().isFinal()) {
            emitter.complete();
        }
    }

    private MetaTrainingJob existing(String id) {
        return jobs.find(id)
                .orElseThrow(
                        () ->
                                Refusal.notFound(
                                        "expected the id of a meta-training, found '" + id + "'"));
    }
}
