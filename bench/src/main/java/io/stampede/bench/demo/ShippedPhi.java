package io.stampede.bench.demo;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.model.PretrainedFile;
import io.stampede.core.model.ShippedModel;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.NetworkSpec;
import java.util.Map;

/**
 * A phi that comes with the product: the server has registered it by itself at its start.
 *
 * @param model the files
 */
public record ShippedPhi(ShippedModel model) implements PhiSource {
    /** Checks the component. */
    public ShippedPhi {
        requireNonNull(model, "model is null");
    }

    @Override
    public NetworkSpec full(int classes) {
        MetaModelHeader header = model.header();
        return Architectures.of(header.architecture(), header.width(), classes);
    }

    @Override
    public void check() {
        model.requireWhole();
    }

    @Override
    public String title() {
        return "shipped " + model.name();
    }

    @Override
    public Map<String, String> describe() {
        return Map.of("shipped_model", model.name());
    }

    @Override
    public ImageDataset referencePictures() {
        throw new StampedeException(
                ErrorCode.INVALID_ARGUMENT,
                "expected a method that needs no reference pictures, found one that does; name"
                        + " --reference");
    }

    @Override
    public Map<String, Tensor> publish(DemoServer server) {
        server.progress().say("the server publishes its first model, " + model.name());
        String sha256 = model.phiDigest();
        long version =
                server.until("starting", () -> server.client().version(model.name(), sha256));
        server.client().publish(model.name(), version);
        server.directory().keep(model.phi(), server.directory().phi());
        return PretrainedFile.read(model.pretrained()).weights();
    }
}
