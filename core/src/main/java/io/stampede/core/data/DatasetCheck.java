package io.stampede.core.data;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;

/** Refuses data from which nothing can be learnt, before any work is spent on it. */
public final class DatasetCheck {
    /** Fewest pictures of a class that occurs: one to learn from and one to hold out. */
    static final int MIN_PICTURES = 2;

    private DatasetCheck() {}

    /**
     * Gives the data back if at least two of its classes occur, each at least twice.
     *
     * <p>A class without any picture is no fault: a device need not have met every class.
     *
     * @throws StampedeException with {@link ErrorCode#DATA_UNSUITABLE} that names class and count
     */
    public static ImageDataset requireTrainable(ImageDataset data) {
        int[] counts = Sampling.countPerClass(data);
        int occurring = 0;
        int last = 0;
        for (int label = 0; label < counts.length; label++) {
            if (counts[label] == 0) {
                continue;
            }
            occurring++;
            last = label;
            if (counts[label] < MIN_PICTURES) {
                throw unsuitable(
                        "expected at least %d pictures of each class, found %d of class '%s'"
                                .formatted(
                                        MIN_PICTURES, counts[label], data.labelNames().get(label)));
            }
        }
        if (occurring < 2) {
            throw unsuitable(
                    occurring == 0
                            ? "expected pictures of at least 2 classes, found no picture"
                            : "expected pictures of at least 2 classes, found only '%s' (%d)"
                                    .formatted(data.labelNames().get(last), counts[last]));
        }
        return data;
    }

    /**
     * Passes where what judges is not what was learnt from, as with a source of a single file.
     *
     * @param remedy what to do otherwise, for the end of the message
     * @throws StampedeException with {@link ErrorCode#DATA_UNSUITABLE}
     */
    public static void requireOther(
            SourceSpec source, ImageDataset training, ImageDataset test, String remedy) {
        if (training.sha256().equals(test.sha256())) {
            throw unsuitable(
                    "expected a test split beside the training pictures, found the same pictures"
                            + " twice in %s; %s".formatted(source, remedy));
        }
    }

    private static StampedeException unsuitable(String message) {
        return new StampedeException(ErrorCode.DATA_UNSUITABLE, message);
    }
}
