package io.stampede.agent.serve;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.model.SubnetworkHeader;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.tflite.ExportedFile;
import io.stampede.core.tflite.PictureInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * Serves an exported subnetwork with DJL's TensorFlow Lite engine, one picture at a time.
 *
 * <p>Goes around what DJL 0.27's engine lacks: it never asks DJL's model zoo, whose start-up fails
 * beside a newer API; it keeps the engine from loading libtorch as its helper; and it copies every
 * result, since results lie in memory that the next picture overwrites. Not thread-safe: two
 * threads on one instance would get wrong answers without any error.
 */
final class TfLiteClassifier implements io.stampede.agent.serve.Predictor {
    private static final String ENGINE = "TFLite";
    private static final Shape PICTURE =
            new Shape(
                    1, NetworkSpec.IMAGE_SIZE, NetworkSpec.IMAGE_SIZE, NetworkSpec.IMAGE_CHANNELS);

    static {
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("ai.djl.tflite.disable_alternative", "true");
    }

    private final SubnetworkHeader header;
    private final String engine;
    private final PictureInput input;
    private final Model model;
    private final Predictor<ByteBuffer, float[]> predictor;

    /** DJL copies what is not direct, and the runtime reads it in place. */
    private final ByteBuffer picture =
            ByteBuffer.allocateDirect(Float.BYTES * PictureInput.VALUES)
                    .order(ByteOrder.nativeOrder());

    private TfLiteClassifier(SubnetworkHeader header, String engine, Model model) {
        this.header = header;
        this.engine = engine;
        this.input = new PictureInput(new Normalization(header.mean(), header.std()));
        this.model = model;
        this.predictor = model.newPredictor(new Copying(header.classes()));
    }

    /**
     * Loads a file.
     *
     * @param header of the subnetwork that the file was exported from
     * @throws StampedeException {@code MODEL_CORRUPT}, {@code MODEL_UNREADABLE}; {@code
     *     ENGINE_FAILED} where the native does not load
     */
    static TfLiteClassifier open(Path file, SubnetworkHeader header) {
        String engine = "tflite/" + ExportedFile.precision(file).id();
        try {
            Model model = Model.newInstance("subnetwork", ENGINE);
            try {
                load(model, file);
                return new TfLiteClassifier(header, engine, model);
            } catch (RuntimeException e) {
                model.close();
                throw e;
            }
        } catch (IllegalArgumentException e) {
            throw new StampedeException(
                    ErrorCode.MODEL_CORRUPT,
                    "expected a file that TensorFlow Lite takes at %s: %s"
                            .formatted(file, e.getMessage()),
                    e);
        } catch (StampedeException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new StampedeException(
                    ErrorCode.ENGINE_FAILED,
                    "expected TensorFlow Lite and its native on the class path, found: "
                            + e.getMessage(),
                    e);
        }
    }

    /** With the fast kernels and one thread where DJL lets us, else as DJL does it. */
    private static void load(Model model, Path file) {
        if (FastKernels.load(model, file)) {
            return;
        }
        try {
            model.load(file.toAbsolutePath().getParent(), file.getFileName().toString());
        } catch (IOException | MalformedModelException e) {
            throw new StampedeException(
                    ErrorCode.MODEL_UNREADABLE, "expected to load " + file + ", found " + e, e);
        }
    }

    @Override
    public String engine() {
        return engine;
    }

    @Override
    public List<String> labels() {
        return header.labels();
    }

    @Override
    public float[][] logits(ImageDataset pictures) {
        float[][] logits = new float[pictures.size()][];
        for (int i = 0; i < logits.length; i++) {
            input.write(pictures, i, picture.asFloatBuffer());
            logits[i] = logits();
        }
        return logits;
    }

    private float[] logits() {
        try {
            return predictor.predict(picture);
        } catch (TranslateException e) {
            throw new StampedeException(
                    ErrorCode.ENGINE_FAILED,
                    "TensorFlow Lite could not compute a picture: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        predictor.close();
        model.close();
    }

    /** Hands pictures in as they lie in memory and copies results out. */
    private static final class Copying implements NoBatchifyTranslator<ByteBuffer, float[]> {
        private final int classes;

        private Copying(int classes) {
            this.classes = classes;
        }

        @Override
        public NDList processInput(TranslatorContext context, ByteBuffer values) {
            return new NDList(
                    context.getNDManager().create(values.rewind(), PICTURE, DataType.FLOAT32));
        }

        @Override
        public float[] processOutput(TranslatorContext context, NDList list) {
            // toFloatArray would need a method that this engine does not have.
            FloatBuffer result =
                    list.singletonOrThrow()
                            .toByteBuffer()
                            .order(ByteOrder.nativeOrder())
                            .asFloatBuffer();
            if (result.remaining() != classes) {
                throw new StampedeException(
                        ErrorCode.MODEL_CORRUPT,
                        "expected %d logits, found %d".formatted(classes, result.remaining()));
            }
            float[] logits = new float[classes];
            result.get(logits);
            return logits;
        }
    }
}
