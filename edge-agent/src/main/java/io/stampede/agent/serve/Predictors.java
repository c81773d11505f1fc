package io.stampede.agent.serve;

import io.stampede.core.StampedeException;
import io.stampede.core.adapt.Classifier;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.model.SubnetworkHeader;
import io.stampede.core.tflite.ExportedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses who serves a subnetwork. */
public final class Predictors {
    /** Name of the exported subnetwork beside {@code subnetwork.safetensors}. */
    public static final String EXPORTED = "subnetwork.tflite";

    /** What {@link Predictor#engine()} says where TensorFlow Lite does not serve. */
    public static final String PYTORCH = "pytorch";

    private static final String SUBNETWORK = "subnetwork.safetensors";
    private static final Logger LOG = LoggerFactory.getLogger(Predictors.class);

    private Predictors() {}

    /**
     * Opens a subnetwork: with TensorFlow Lite where an exported file lies in the directory and the
     * platform has a native, else with PyTorch, also where the exported file turns out unusable.
     *
     * @param model directory of a subnetwork, or its .safetensors file, which PyTorch serves
     * @throws StampedeException {@code MODEL_UNREADABLE}, {@code MODEL_CORRUPT}, {@code
     *     ENGINE_FAILED}
     */
    public static Predictor open(Path model) {
        Path exported = model.resolve(EXPORTED);
        if (!Files.isRegularFile(exported) || !TfLitePlatform.isSupported()) {
            return pyTorch(model);
        }
        try {
            return tfLite(exported, model);
        } catch (StampedeException e) {
            LOG.atWarn()
                    .addKeyValue("file", exported)
                    .addKeyValue("code", e.code())
                    .addKeyValue("error", e.getMessage())
                    .log("The exported subnetwork cannot serve, PyTorch does");
            return pyTorch(model);
        }
    }

    /** Who answers for a subnetwork, as {@link Predictor#engine()} says; loads nothing. */
    public static String engine(Path model) {
        Path exported = model.resolve(EXPORTED);
        if (!Files.isRegularFile(exported) || !TfLitePlatform.isSupported()) {
            return PYTORCH;
        }
        try {
            return "tflite/" + ExportedFile.precision(exported).id();
        } catch (StampedeException e) {
            return PYTORCH; // as open does
        }
    }

    /** Opens an exported file with TensorFlow Lite, never with anything else. */
    public static Predictor tfLite(Path exported, Path model) {
        return TfLiteClassifier.open(exported, header(model));
    }

    /** Opens a subnetwork with the engine that trained it. */
    public static Predictor pyTorch(Path model) {
        return new PyTorchClassifier(Classifier.open(model));
    }

    /** The .safetensors file of a subnetwork, given itself or its directory. */
    public static Path subnetwork(Path model) {
        return Files.isDirectory(model) ? model.resolve(SUBNETWORK) : model;
    }

    static SubnetworkHeader header(Path model) {
        try (SubnetworkFile opened = SubnetworkFile.open(subnetwork(model))) {
            return opened.header();
        }
    }
}
