package io.stampede.core.data;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The layouts of pictures that Stampede reads (architecture.md section 6). */
public enum SourceKind {
    /** CIFAR-10's binary layout: one label byte and 3,072 picture bytes a record. */
    CIFAR10,
    /** CIFAR-100's binary layout: coarse and fine label byte and 3,072 picture bytes a record. */
    CIFAR100,
    /** SVHN's cropped digits: MATLAB level 5 files with X and y. */
    SVHN,
    /** MNIST's layout, gzipped or not. */
    IDX,
    /** A folder of JPEG and PNG files for each class. */
    FOLDER,
    /** Pictures drawn by Stampede itself from a seed. */
    PROCEDURAL;

    /** The name before the colon of a source. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of that name.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} where there is none
     */
    public static SourceKind parse(String label) {
        for (SourceKind kind : values()) {
            if (kind.label().equals(label)) {
                return kind;
            }
        }
        throw new StampedeException(
                ErrorCode.INVALID_ARGUMENT,
                "expected a source of kind %s, found '%s'".formatted(labels(), label));
    }

    /** All kinds, for messages and help: {@code cifar10, cifar100, ...}. */
    public static String labels() {
        return Arrays.stream(values()).map(SourceKind::label).collect(Collectors.joining(", "));
    }
}
