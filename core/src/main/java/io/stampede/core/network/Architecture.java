package io.stampede.core.network;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.Arrays;
import java.util.Locale;

/** The reference networks that Stampede prunes, by the names that model files carry. */
public enum Architecture {
    /** VGG-19 with 16 convolutions and one fully connected layer. */
    VGG19,
    /** The 10-convolution VGG of algorithms.md section 13. */
    VGG10,
    /** ResNet-18 with a 1x1 convolution on every shortcut. */
    RESNET18;

    /** The name used in files, messages and on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds an architecture by its {@link #id()}.
     *
     * @throws StampedeException with {@link ErrorCode#MODEL_FORMAT_UNKNOWN} for any other name
     */
    public static Architecture of(String id) {
        return Arrays.stream(values())
                .filter(architecture -> architecture.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                new StampedeException(
                                        ErrorCode.MODEL_FORMAT_UNKNOWN,
                                        "expected architecture vgg19, vgg10 or resnet18, found '"
                                                + id
                                                + "'"));
    }
}
