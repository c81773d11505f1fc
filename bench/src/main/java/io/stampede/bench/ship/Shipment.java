package io.stampede.bench.ship;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.model.DType;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.model.PretrainedFile;
import io.stampede.core.model.ShippedModel;
import io.stampede.core.model.Tensor;
import io.stampede.core.train.MetaTraining;
import io.stampede.core.train.PretrainedWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Packs the result of a training for shipping: F16 files, their digests and a model card.
 *
 * <p>Everything is written and checked beside the target first, so that a refusal leaves whatever
 * was shipped before as it was.
 *
 * @param run directory of a {@link MetaTraining} run
 * @param target folder below {@code models/}, whose name becomes the model's
 */
public record Shipment(Path run, Path target) {
    /** The longest file that the repository takes. */
    public static final long MAX_BYTES = 12L << 20;

    private static final String NAME = "[a-z0-9][a-z0-9._-]{0,63}";

    /** Checks the components. */
    public Shipment {
        run = requireNonNull(run, "run is null").toAbsolutePath().normalize();
        target = requireNonNull(target, "target is null").toAbsolutePath().normalize();
        String name = target.getFileName() == null ? "" : target.getFileName().toString();
        if (!name.matches(NAME)) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected a folder whose name a-z, 0-9, '.', '_' and '-' make up, found '%s'"
                            .formatted(name));
        }
    }

    /**
     * Packs, checks and puts in place.
     *
     * @return what was shipped
     * @throws StampedeException {@code MODEL_*} where the run has no sound phi, {@code
     *     INVALID_ARGUMENT} where a file gets too long or F16 changes what the model does, {@code
     *     STORAGE_FAILED}
     */
    public ShippedModel pack() {
        // Before any directory is made.
        MetaModelFile.open(run.resolve(MetaTraining.MODEL_FILE)).close();
        Path stage = target.resolveSibling("." + target.getFileName() + ".part");
        try {
            Files.createDirectories(stage);
            try {
                ShippedModel staged = new ShippedModel(stage);
                write(staged);
                place(stage);
                return new ShippedModel(target);
            } finally {
                clear(stage);
            }
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "%s: expected to write a model there, found %s".formatted(target, e),
                    e);
        }
    }

    private void write(ShippedModel staged) throws IOException {
        Path phi = run.resolve(MetaTraining.MODEL_FILE);
        MetaModelHeader header;
        try (MetaModelFile file = MetaModelFile.open(phi)) {
            header = file.header();
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            file.names().forEach(name -> tensors.put(name, file.tensor(name)));
            MetaModelFile.write(staged.phi(), header, tensors, DType.F16);
        }
        PretrainedFile pretrained =
                new PretrainedFile(
                        header.network(), header.provenance(), PretrainedWeights.read(run));
        pretrained.write(staged.pretrained(), DType.F16);
        requireShort(staged.phi());
        requireShort(staged.pretrained());
        Rounding rounding = Rounding.between(phi, pretrained, staged);
        rounding.requireHarmless();
        String sums = ShippedModel.sums(staged.directory());
        Files.writeString(staged.directory().resolve(ShippedModel.SUMS), sums);
        ModelCard card = new ModelCard(target.getFileName().toString(), header, rounding, sums);
        Files.writeString(
                staged.directory().resolve(ShippedModel.CARD),
                card.write(target.resolve(ShippedModel.CARD)));
    }

    private static void requireShort(Path file) throws IOException {
        long bytes = Files.size(file);
        if (bytes > MAX_BYTES) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected %s of at most %,d bytes in F16, found %,d; train a narrower network"
                            .formatted(file.getFileName(), MAX_BYTES, bytes));
        }
    }

    /** At once where nothing was shipped under the name, else file by file, digests last. */
    private void place(Path stage) throws IOException {
        if (!Files.exists(target)) {
            Files.move(stage, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        for (String file :
                List.of(
                        ShippedModel.CARD,
                        ShippedModel.PRETRAINED,
                        ShippedModel.PHI,
                        ShippedModel.SUMS)) {
            Files.move(stage.resolve(file), target.resolve(file), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void clear(Path stage) throws IOException {
        for (String file :
                List.of(
                        ShippedModel.CARD,
                        ShippedModel.PRETRAINED,
                        ShippedModel.PHI,
                        ShippedModel.SUMS)) {
            Files.deleteIfExists(stage.resolve(file));
        }
        Files.deleteIfExists(stage);
    }
}
