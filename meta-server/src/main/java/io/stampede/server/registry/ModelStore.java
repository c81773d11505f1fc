package io.stampede.server.registry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where the registry's rows live. Safe for several threads; durable when a call returns. */
public interface ModelStore {
    /** Writes a new version. */
    void insert(ModelVersion version);

    /** Notes that devices can have a version since a moment. */
    void markPublished(ModelName name, long version, Instant at);

    /** One version. */
    Optional<ModelVersion> find(ModelName name, long version);

    /** The newest version of a name. */
    Optional<ModelVersion> latest(ModelName name);

    /** Every version of every name, by name, newest first. */
    List<ModelVersion> all();
}
