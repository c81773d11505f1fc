package io.stampede.agent.doctor;

import io.stampede.agent.serve.TfLitePlatform;
import java.util.List;

/** Is there TensorFlow Lite for this platform? Without it PyTorch serves, more slowly. */
public final class TfLiteCheck implements Check {
    private static final String NAME = "tflite";

    @Override
    public List<Finding> look() {
        String platform = NativesCheck.platform();
        return List.of(
                TfLitePlatform.isSupported()
                        ? Finding.fine(NAME, "TensorFlow Lite for " + platform)
                        : Finding.warning(
                                NAME,
                                "no TensorFlow Lite for " + platform + "; PyTorch serves",
                                "nothing, if that is fast enough; else lay a library built for it"
                                        + " where docs/operations.md says"));
    }
}
