package io.stampede.bench.ship;

import ai.djl.ndarray.NDManager;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.adapt.MaskPreview;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.ImageSources;
import io.stampede.core.data.Normalization;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.data.Split;
import io.stampede.core.model.PretrainedFile;
import io.stampede.core.model.ShippedModel;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.train.Evaluator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the step from F32 to F16 changed, on pictures that are drawn from a seed.
 *
 * @param pictures how many it was measured on
 * @param expectedMask largest difference of E[m], of any channel
 * @param logits largest difference of the pretrained network's logits, as a share of the largest
 * @param sameAnswer share of pictures for which the pretrained network answers as before
 */
record Rounding(int pictures, double expectedMask, double logits, double sameAnswer) {
    private static final String PICTURES = "procedural:target?per-class=32&test-per-class=1";

    /** Channels whose E[m] lie closer than this are as good as each other. */
    private static final double MOST_EXPECTED_MASK = 0.05;

    private static final double MOST_LOGITS = 0.02;
    private static final double LEAST_SAME_ANSWER = 0.95;

    /** Measures with the files of the training and with those that are to be shipped. */
    static Rounding between(Path phi, PretrainedFile pretrained, ShippedModel shipped) {
        ImageDataset pictures = ImageSources.open(SourceSpec.parse(PICTURES)).load(Split.TRAIN);
        Map<String, List<Float>> before = expectedMask(phi, pictures);
        Map<String, List<Float>> after = expectedMask(shipped.phi(), pictures);
        double mask = 0;
        for (Map.Entry<String, List<Float>> gate : before.entrySet()) {
            List<Float> other = after.get(gate.getKey());
            for (int i = 0; i < other.size(); i++) {
                mask = Math.max(mask, Math.abs(gate.getValue().get(i) - other.get(i)));
            }
        }
        Normalization lens = new Normalization(shipped.header().mean(), shipped.header().std());
        return of(
                mask,
                logits(pretrained, pictures, lens),
                logits(PretrainedFile.read(shipped.pretrained()), pictures, lens));
    }

    /**
     * Passes where the model does the same as before.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT}
     */
    void requireHarmless() {
        if (!(expectedMask <= MOST_EXPECTED_MASK
                && logits <= MOST_LOGITS
                && sameAnswer >= LEAST_SAME_ANSWER)) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected F16 to change E[m] by at most %s, logits by %s of the largest and"
                                    .formatted(MOST_EXPECTED_MASK, MOST_LOGITS)
                            + " %s of the answers to stay, found %.4f, %.4f and %.4f"
                                    .formatted(
                                            LEAST_SAME_ANSWER, expectedMask, logits, sameAnswer));
        }
    }

    private static Rounding of(double mask, float[][] before, float[][] after) {
        double largest = 0;
        double difference = 0;
        int same = 0;
        for (int i = 0; i < before.length; i++) {
            for (int c = 0; c < before[i].length; c++) {
                largest = Math.max(largest, Math.abs(before[i][c]));
                difference = Math.max(difference, Math.abs(before[i][c] - after[i][c]));
            }
            same += answer(before[i]) == answer(after[i]) ? 1 : 0;
        }
        return new Rounding(
                before.length,
                mask,
                difference == 0 ? 0 : difference / largest,
                (double) same / before.length);
    }

    private static int answer(float[] logits) {
        int best = 0;
        for (int c = 1; c < logits.length; c++) {
            best = logits[c] > logits[best] ? c : best;
        }
        return best;
    }

    private static Map<String, List<Float>> expectedMask(Path phi, ImageDataset pictures) {
        return MaskPreview.of(phi, pictures, pictures.size()).expectedMask();
    }

    private static float[][] logits(
            PretrainedFile pretrained, ImageDataset pictures, Normalization lens) {
        try (NDManager manager = TensorEngine.newManager();
                Parameters weights = Tensors.load(manager, pretrained.weights())) {
            return Evaluator.logits(pretrained.network(), weights, pictures, lens);
        }
    }
}
