package io.stampede.agent.cli;

import io.stampede.core.model.ShippedModel;
import io.stampede.core.model.ShippedModels;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which phi a command works with: a file, or the one that comes with the product. */
final class ModelOption {
    @Option(
            names = "--model",
            paramLabel = "PHI",
            description =
                    "The meta-model file, phi.safetensors (default: the one that comes with"
                            + " Stampede).")
    private Path model;

    Path file() {
        return model == null ? file(ShippedModels.current()) : model;
    }

    /** The phi of a product, which must be as it was shipped. */
    static Path file(ShippedModels shipped) {
        ShippedModel usual = shipped.require("name a file with --model");
        usual.phiDigest();
        return usual.phi();
    }
}
