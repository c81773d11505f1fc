package io.stampede.agent.export;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.serve.Predictor;
import io.stampede.agent.serve.Predictors;
import io.stampede.agent.serve.TfLitePlatform;
import io.stampede.agent.store.AtomicFile;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.tflite.Precision;
import io.stampede.core.tflite.TfLiteExport;
import io.stampede.core.train.Phase;
import io.stampede.core.train.Progress;
import io.stampede.core.train.RunControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Exports the subnetwork of a directory: writes the file aside, holds it against PyTorch, and gives
 * it its name only if it passes, so that a file of that name has always been checked.
 */
public final class SubnetworkExport {
    private static final String SUBNETWORK = "subnetwork.safetensors";
    private static final String UNCHECKED = "unchecked.tflite";
    private static final int STEPS = 2;

    private final Path directory;
    private final Precision precision;
    private final ExportPictures pictures;
    private Optional<Comparison> comparison = Optional.empty();
    private long bytes;

    private SubnetworkExport(Path directory, Precision precision, ExportPictures pictures) {
        this.directory = requireNonNull(directory, "directory is null");
        this.precision = requireNonNull(precision, "precision is null");
        this.pictures = requireNonNull(pictures, "pictures is null");
    }

    /**
     * Removes what was exported before, so that an old file never stands beside a new subnetwork.
     *
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED}
     */
    public static void clear(Path directory) {
        try {
            Files.deleteIfExists(directory.resolve(Predictors.EXPORTED));
            Files.deleteIfExists(directory.resolve(UNCHECKED));
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "could not remove an older export from %s: %s".formatted(directory, e),
                    e);
        }
    }

    /**
     * Exports, telling of {@link Phase#EXPORT}'s begin, middle and end. Whatever goes wrong is told
     * as the outcome's problem.
     *
     * @throws StampedeException with {@link ErrorCode#CANCELLED}; with {@link
     *     ErrorCode#STORAGE_FAILED} where not even a failed file can be removed
     */
    public static ExportOutcome run(
            Path directory, Precision precision, ExportPictures pictures, RunControl control) {
        control.checkCancelled();
        tell(control, 0);
        long start = System.nanoTime();
        SubnetworkExport export = new SubnetworkExport(directory, precision, pictures);
        Optional<String> problem = export.attempt(control);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (problem.isPresent()) {
            clear(directory);
        }
        tell(control, STEPS);
        return new ExportOutcome(
                precision,
                problem.isPresent()
                        ? Optional.empty()
                        : Optional.of(directory.resolve(Predictors.EXPORTED)),
                export.bytes,
                export.comparison,
                seconds,
                problem);
    }

    private Optional<String> attempt(RunControl control) {
        if (!TfLitePlatform.isSupported()) {
            return Optional.of("there is no native of TensorFlow Lite for this machine");
        }
        try {
            Path unchecked = write();
            tell(control, STEPS / 2);
            comparison = Optional.of(compare(unchecked));
            Optional<String> problem = comparison.get().problem(precision);
            if (problem.isEmpty()) {
                AtomicFile.move(unchecked, directory.resolve(Predictors.EXPORTED));
            }
            return problem;
        } catch (RuntimeException | IOException e) {
            // The subnetwork is finished and PyTorch can serve it: no reason to lose it.
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Path write() {
        Path unchecked = directory.resolve(UNCHECKED);
        try (SubnetworkFile subnetwork = SubnetworkFile.open(directory.resolve(SUBNETWORK))) {
            byte[] content = TfLiteExport.bytes(subnetwork, precision, pictures.calibration());
            AtomicFile.write(unchecked, content);
            bytes = content.length;
        }
        return unchecked;
    }

    private Comparison compare(Path unchecked) {
        ImageDataset check = pictures.check();
        try (Predictor trained = Predictors.pyTorch(directory);
                Predictor exported = Predictors.tfLite(unchecked, directory)) {
            return Comparison.of(trained.logits(check), exported.logits(check), check);
        }
    }

    private static void tell(RunControl control, int step) {
        control.listener()
                .accept(
                        new Progress(
                                Phase.EXPORT, step, STEPS, Double.NaN, Double.NaN, Double.NaN));
    }
}
