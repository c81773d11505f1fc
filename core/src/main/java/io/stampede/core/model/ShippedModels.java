package io.stampede.core.model;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the phi files that come with the product.
 *
 * @param models one per folder that holds a phi, by name
 */
public record ShippedModels(List<ShippedModel> models) {
    /** Variable by which the launcher names the folder {@code models/} of the product. */
    public static final String VARIABLE = "STAMPEDE_MODELS";

    private static final Comparator<ShippedModel> WIDTH =
            Comparator.comparingDouble(model -> model.header().width());

    /** Copies. */
    public ShippedModels {
        models = List.copyOf(requireNonNull(models, "models is null"));
    }

    /** Those of the product that this program belongs to, none where nothing says where. */
    public static ShippedModels current() {
        String root = System.getenv(VARIABLE);
        return root == null || root.isEmpty() ? new ShippedModels(List.of()) : in(Path.of(root));
    }

    /**
     * Those below a folder; none where there is no such folder. No file is opened.
     *
     * @throws StampedeException with {@link ErrorCode#MODEL_UNREADABLE} where it cannot be listed
     */
    public static ShippedModels in(Path root) {
        if (!Files.isDirectory(root)) {
            return new ShippedModels(List.of());
        }
        try (Stream<Path> folders = Files.list(root)) {
            return new ShippedModels(
                    folders.filter(folder -> Files.exists(folder.resolve(ShippedModel.PHI)))
                            .filter(folder -> !folder.getFileName().toString().startsWith("."))
                            .map(ShippedModel::new)
                            .sorted(Comparator.comparing(ShippedModel::name))
                            .toList());
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.MODEL_UNREADABLE,
                    "expected the folder of shipped models in %s, found %s".formatted(root, e),
                    e);
        }
    }

    /**
     * The model of an architecture and a width, where one is shipped.
     *
     * @throws StampedeException {@code MODEL_*} where a file on the way is no sound phi
     */
    public Optional<ShippedModel> find(Architecture architecture, double width) {
        return models.stream()
                .filter(
                        model -> {
                            MetaModelHeader header = model.header();
                            return header.architecture() == architecture && header.width() == width;
                        })
                .findFirst();
    }

    /**
     * The model that is meant where none is named: the widest VGG-19, else the first by name.
     *
     * @throws StampedeException {@code MODEL_*} where a file on the way is no sound phi
     */
    public Optional<ShippedModel> usual() {
        return vgg19().max(WIDTH).or(() -> models.stream().findFirst());
    }

    /**
     * The model for a first look, which takes the least time: the narrowest VGG-19, else the first
     * by name.
     *
     * @throws StampedeException {@code MODEL_*} where a file on the way is no sound phi
     */
    public Optional<ShippedModel> quickest() {
        return vgg19().min(WIDTH).or(() -> models.stream().findFirst());
    }

    private Stream<ShippedModel> vgg19() {
        return models.stream().filter(model -> model.header().architecture() == Architecture.VGG19);
    }

    /**
     * {@link #usual()}, for those that cannot do without.
     *
     * @param instead what somebody can do where none is shipped
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} where none is shipped
     */
    public ShippedModel require(String instead) {
        return orRefuse(usual(), instead);
    }

    /**
     * {@link #quickest()}, for those that cannot do without.
     *
     * @param instead what somebody can do where none is shipped
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} where none is shipped
     */
    public ShippedModel requireQuickest(String instead) {
        return orRefuse(quickest(), instead);
    }

    private static ShippedModel orRefuse(Optional<ShippedModel> model, String instead) {
        return model.orElseThrow(
                () ->
                        new StampedeException(
                                ErrorCode.INVALID_ARGUMENT,
                                "expected a model in models/ of the product, found none; "
                                        + instead));
    }
}
