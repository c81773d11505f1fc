package io.stampede.server.registry;

import java.nio.file.Path;

/** Reads a model file to the end before the registry takes it. Safe for several threads. */
@FunctionalInterface
public interface ModelValidator {
    /**
     * Accepts or refuses a file.
     *
     * @throws io.stampede.core.StampedeException {@code MODEL_UNREADABLE}, {@code MODEL_CORRUPT} or
     *     {@code MODEL_FORMAT_UNKNOWN}
     */
    ModelDescription inspect(Path file);
}
