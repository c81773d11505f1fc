package io.stampede.bench.experiment;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.model.ShippedModel;
import io.stampede.core.model.ShippedModels;
import io.stampede.core.network.Architecture;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;

/** Finds the phi that an experiment is about, and refuses one of another network. */
final class PhiChoice {
    private final Architecture architecture;
    private final OptionalDouble width;
    private final Optional<Path> named;

    PhiChoice(Experiment experiment, ExperimentOptions.Model model) {
        this.architecture = model.network().map(Architecture::of).orElse(experiment.architecture());
        this.width = model.width();
        this.named = model.phi();
    }

    /**
     * The file that was named, or the shipped one of the network and width asked for.
     *
     * @throws StampedeException {@code INVALID_ARGUMENT} where it is of another architecture or
     *     width, or where none is shipped; {@code MODEL_*}
     */
    Path find() {
        Path phi = named.orElseGet(this::shipped);
        try (MetaModelFile file = MetaModelFile.open(phi)) {
            MetaModelHeader header = file.header();
            if (header.architecture() != architecture
                    || header.width() != width.orElse(header.width())) {
                throw new StampedeException(
                        ErrorCode.INVALID_ARGUMENT,
                        "expected a phi of %s, found one of %s at width %s in %s; name another with"
                                        .formatted(
                                                wanted(),
                                                header.architecture().id(),
                                                header.width(),
                                                phi)
                                + " --model");
            }
        }
        return phi;
    }

    private Path shipped() {
        ShippedModels shipped = ShippedModels.current();
        Optional<ShippedModel> found =
                width.isPresent()
                        ? shipped.find(architecture, width.getAsDouble())
                        : shipped.models().stream()
                                .filter(model -> model.header().architecture() == architecture)
                                .max(Comparator.comparingDouble(model -> model.header().width()));
        return found.map(ShippedModel::phi)
                .orElseThrow(
                        () ->
                                new StampedeException(
                                        ErrorCode.INVALID_ARGUMENT,
                                        "expected --model PHI, since no phi of "
                                                + wanted()
                                                + " comes with this product, found none; 'stampede"
                                                + " train meta' makes one"));
    }

    private String wanted() {
        return architecture.id() + (width.isPresent() ? " at width " + width.getAsDouble() : "");
    }
}
