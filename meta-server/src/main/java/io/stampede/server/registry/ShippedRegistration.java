package io.stampede.server.registry;

import static java.util.Objects.requireNonNull;

import io.stampede.core.StampedeException;
import io.stampede.core.model.ShippedModel;
import io.stampede.core.model.ShippedModels;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a server its first models: those that come with the product, under the names of their
 * folders. A version of the name with the same digest is that model, so only the first start with a
 * model registers it.
 */
public final class ShippedRegistration {
    private static final Logger LOG = LoggerFactory.getLogger(ShippedRegistration.class);

    private final ModelRegistry registry;
    private final Optional<Path> folder;

    /**
     * Prepares without reading anything.
     *
     * @param folder of the shipped models, empty for none
     */
    public ShippedRegistration(ModelRegistry registry, Optional<Path> folder) {
        this.registry = requireNonNull(registry, "registry is null");
        this.folder = requireNonNull(folder, "folder is null");
    }

    /** Registers what is not registered yet; says in a line what is refused, and goes on. */
    public void run() {
        try {
            folder.map(ShippedModels::in)
                    .ifPresent(found -> found.models().forEach(this::register));
        } catch (StampedeException e) {
            refuse(folder.orElseThrow(), e);
        }
    }

    private void register(ShippedModel model) {
        try {
            ModelName name = new ModelName(model.name());
            String sha256 = model.phiDigest();
            boolean known =
                    registry.all().stream()
                            .anyMatch(
                                    version ->
                                            version.name().equals(name)
                                                    && version.sha256().equals(sha256));
            if (!known) {
                registry.register(name, model.phi());
            }
        } catch (StampedeException e) {
            refuse(model.directory(), e);
        }
    }

    private static void refuse(Path place, StampedeException reason) {
        LOG.atWarn()
                .addKeyValue("shipped", place)
                .addKeyValue("code", reason.code())
                .log("shipped model not registered: {}", reason.getMessage());
    }
}
