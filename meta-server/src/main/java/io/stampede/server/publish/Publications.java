package io.stampede.server.publish;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.server.job.ModelDelivery;
import io.stampede.server.registry.ModelName;
import io.stampede.server.registry.ModelRegistry;
import io.stampede.server.registry.ModelVersion;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Ties registry and publisher together: what is registered can be published, and the registry notes
 * when it was. Safe for several threads.
 */
public final class Publications implements ModelDelivery {
    private final ModelRegistry registry;
    private final ModelPublisher publisher;
    private final Consumer<Publication> observer;

    /**
     * Creates the tie.
     *
     * @param observer hears of every publication, for metrics
     */
    public Publications(
            ModelRegistry registry, ModelPublisher publisher, Consumer<Publication> observer) {
        this.registry = requireNonNull(registry, "registry is null");
        this.publisher = requireNonNull(publisher, "publisher is null");
        this.observer = requireNonNull(observer, "observer is null");
    }

    @Override
    public long register(ModelName name, Path file) {
        return registry.register(name, file).version();
    }

    @Override
    public void publish(ModelName name, long version) {
        ModelVersion found =
                registry.find(name, version)
                        .orElseThrow(
                                () ->
                                        new StampedeException(
                                                ErrorCode.INVALID_ARGUMENT,
                                                "expected a registered version, found no version %d of model '%s'"
                                                        .formatted(version, name)));
        publish(found);
    }

    /**
     * Publishes a version, for the first time or again.
     *
     * @throws StampedeException {@code MANIFEST_STALE} where a higher version of the name was
     *     published: manifests are kept by name, so this one would take its place; else as {@link
     *     ModelPublisher#publish}
     */
    public synchronized Publication publish(ModelVersion version) {
        requireNewest(version);
        return told(publisher.publish(version, registry.file(version)));
    }

    /**
     * Publishes a version with every chunk, where the broker has lost some.
     *
     * @throws StampedeException as {@link #publish(ModelVersion)}
     */
    public synchronized Publication publishWhole(ModelVersion version) {
        requireNewest(version);
        return told(publisher.publishWhole(version, registry.file(version)));
    }

    private void requireNewest(ModelVersion version) {
        long published = registry.newestPublished(version.name());
        if (published > version.version()) {
            throw new StampedeException(
                    ErrorCode.MANIFEST_STALE,
                    ("expected version %d of '%s' or newer, which was published already, found %d;"
                                    + " to go back to it, register its file once more and publish"
                                    + " the new version")
                            .formatted(published, version.name(), version.version()));
        }
    }

    private Publication told(Publication publication) {
        observer.accept(publication);
        return publication;
    }
}
