package io.stampede.server.job;

import io.stampede.server.registry.ModelName;
import java.nio.file.Path;

/** What happens to a trained model: it is registered, then published. */
public interface ModelDelivery {
    /**
     * Registers a model file, which stays where it is.
     *
     * @return its version
     * @throws io.stampede.core.StampedeException {@code MODEL_*} or {@code STORAGE_FAILED}
     */
    long register(ModelName name, Path file);

    /**
     * Publishes a registered version and returns when the broker has all of it.
     *
     * @throws io.stampede.core.StampedeException {@code TRANSPORT_FAILED}, {@code STORAGE_FAILED};
     *     {@code MANIFEST_STALE} where a higher version was published meanwhile
     */
    void publish(ModelName name, long version);
}
