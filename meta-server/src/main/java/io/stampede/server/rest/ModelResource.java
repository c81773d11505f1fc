package io.stampede.server.rest;

import io.stampede.server.publish.Publications;
import io.stampede.server.registry.ModelName;
import io.stampede.server.registry.ModelRegistry;
import io.stampede.server.registry.ModelVersion;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.PathPart;

/** Shows, takes in, hands out and publishes sealed models. */
@Path("/api/v1/models")
@Produces(MediaType.APPLICATION_JSON)
public class ModelResource {
    private final ModelRegistry registry;
    private final Publications publications;

    @Inject
    ModelResource(ModelRegistry registry, Publications publications) {
        this.registry = registry;
        this.publications = publications;
    }

    /** Every version of every name, newest first. */
    @GET
    @Operation(summary = "List model versions")
    public List<ModelView> list() {
        return registry.all().stream().map(ModelView::of).toList();
    }

    /** Registers a file made elsewhere; it goes to disk as it comes and is checked before use. */
    @POST
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(summary = "Register a phi file as the next version of a name")
    @APIResponse(
            responseCode = "201",
            description = "Registered; Location names the version",
            content = @Content(schema = @Schema(implementation = ModelView.class)))
    @APIResponse(responseCode = "422", description = "The body is no sound model")
    public Response upload(@QueryParam("name") String name, InputStream body) {
        ModelVersion version = registry.register(new ModelName(name), body);
        return Response.created(
                        URI.create(
                                "/api/v1/models/%s/versions/%d"
                                        .formatted(version.name(), version.version())))
                .entity(ModelView.of(version))
                .build();
    }

    /** One version. */
    @GET
    @Path("{name}/versions/{version}")
    @Operation(summary = "Show a model version")
    public ModelView show(@PathParam("name") String name, @PathParam("version") String version) {
        return ModelView.of(existing(name, version));
    }

    /** The sealed file or one part of it. */
    @GET
    @Path("{name}/versions/{version}/file")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(summary = "Download a model file; a single byte range is honoured")
    @APIResponse(responseCode = "200", description = "The whole file")
    @APIResponse(responseCode = "206", description = "The range asked for")
    public Response file(
            @PathParam("name") String name,
            @PathParam("version") String version,
            @HeaderParam("Range") String range) {
        ModelVersion found = existing(name, version);
        java.nio.file.Path file = registry.file(found);
        Optional<ByteRange> part = ByteRange.parse(range, found.sizeBytes());
        Response.ResponseBuilder response =
                part.isPresent()
                        ? Response.status(Response.Status.PARTIAL_CONTENT)
                                .entity(new PathPart(file, part.get().first(), part.get().length()))
                                .header(
                                        "Content-Range",
                                        "bytes %d-%d/%d"
                                                .formatted(
                                                        part.get().first(),
                                                        part.get().last(),
                                                        found.sizeBytes()))
                        : Response.ok(file);
        return response.header("Accept-Ranges", "bytes")
                .header(HttpHeaders.ETAG, "\"" + found.sha256() + "\"")
                .build();
    }

    /** Sends a version to the broker, for the first time or again. */
    @POST
    @Path("{name}/versions/{version}/publish")
    @Operation(
            summary =
                    "Publish a model version; what the broker has is not sent again, but for"
                            + " resend=true, which sends every chunk to a broker that lost some")
    @APIResponse(responseCode = "409", description = "A higher version was published")
    @APIResponse(responseCode = "503", description = "The broker does not take it")
    public PublicationView publish(
            @PathParam("name") String name,
            @PathParam("version") String version,
            @DefaultValue("false") @QueryParam("resend") String resend) {
        if (!resend.matches("true|false")) {
            throw Refusal.argument("expected resend as true or false, found '" + resend + "'");
        }
        ModelVersion found = existing(name, version);
        return PublicationView.of(
                resend.equals("true")
                        ? publications.publishWhole(found)
                        : publications.publish(found));
    }

    private ModelVersion existing(String name, String version) {
        if (!version.matches("\\d{1,18}")) {
            throw Refusal.argument("expected a version number, found '" + version + "'");
        }
        return registry.find(new ModelName(name), Long.parseLong(version))
                .orElseThrow(
                        () ->
                                Refusal.notFound(
                                        "expected a registered version, found no version %s of model '%s'"
                                                .formatted(version, name)));
    }
}
