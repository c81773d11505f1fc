package io.stampede.agent.export;

import io.stampede.agent.serve.Difference;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.tflite.Precision;
import java.util.Locale;
import java.util.Optional;

/**
 * An exported file beside the engine that trained the subnetwork, on the same pictures.
 *
 * @param pictures how many were looked at
 * @param maxLogitDifference largest difference of any two logits
 * @param largestLogit largest magnitude of PyTorch's logits
 * @param top1Agreement share of pictures that both put into the same class
 * @param accuracyLost PyTorch's accuracy minus the file's, in [-1, 1]
 */
public record Comparison(
        int pictures,
        double maxLogitDifference,
        double largestLogit,
        double top1Agreement,
        double accuracyLost) {
    private static final double FLOAT32_TOLERANCE = 1e-4;
    private static final double FLOAT16_TOLERANCE = 1e-2;
    private static final double INT8_ACCURACY_LOST = 0.01;

    /** Up to here tolerances are absolute; larger logits have larger roundings. */
    private static final double USUAL_LOGIT = 10;

    /** Compares two engines' logits of labelled pictures. */
    static Comparison of(float[][] expected, float[][] found, ImageDataset pictures) {
        double largest = 0;
        int gained = 0;
        for (int i = 0; i < expected.length; i++) {
            for (float logit : expected[i]) {
                largest = Math.max(largest, Math.abs(logit));
            }
            gained += Difference.top(expected[i]) == pictures.label(i) ? 1 : 0;
            gained -= Difference.top(found[i]) == pictures.label(i) ? 1 : 0;
        }
        return new Comparison(
                pictures.size(),
                Difference.largest(expected, found),
                largest,
                (double) Difference.sameTop(expected, found) / pictures.size(),
                (double) gained / pictures.size());
    }

    /** Why a file of a precision must not serve, empty where it may. */
    Optional<String> problem(Precision precision) {
        if (precision == Precision.INT8) {
            return accuracyLost <= INT8_ACCURACY_LOST
                    ? Optional.empty()
                    : Optional.of(
                            String.format(
                                    Locale.ROOT,
                                    "int8 loses %.1f points of accuracy on %d pictures, more than"
                                            + " %.1f",
                                    100 * accuracyLost,
                                    pictures,
                                    100 * INT8_ACCURACY_LOST));
        }
        double absolute = precision == Precision.FLOAT32 ? FLOAT32_TOLERANCE : FLOAT16_TOLERANCE;
        double tolerance = absolute * Math.max(1, largestLogit / USUAL_LOGIT);
        // Also true of logits that are not finite.
        return maxLogitDifference <= tolerance && largestLogit <= Float.MAX_VALUE
                ? Optional.empty()
                : Optional.of(
                        String.format(
                                Locale.ROOT,
                                "%s logits differ from PyTorch's by up to %.2g on %d pictures,"
                                        + " more than %.2g",
                                precision.id(),
                                maxLogitDifference,
                                pictures,
                                tolerance));
    }
}
