package io.stampede.core.data;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Opens sources of pictures by their {@link SourceSpec}. */
public final class ImageSources {
    private ImageSources() {}

    /**
     * The source that a specification names; nothing but its existence is checked before {@link
     * ImageSource#load}.
     *
     * <p>A directory is searched for the kind's usual file names. A file is read as it is: it gives
     * the same pictures for either split.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} where the path is not one
     *     or holds an unknown option, with {@link ErrorCode#DATA_UNREADABLE} where nothing is there
     */
    public static ImageSource open(SourceSpec spec) {
        if (spec.kind() == SourceKind.PROCEDURAL) {
            return new ProceduralSource(ProceduralOptions.parse(spec.path()));
        }
        Path path = existing(spec);
        return switch (spec.kind()) {
            case CIFAR10 -> new CifarSource(CifarLayout.CIFAR10, path);
            case CIFAR100 -> new CifarSource(CifarLayout.CIFAR100, path);
            case SVHN -> new SvhnSource(path);
            case IDX -> new IdxSource(path);
            case FOLDER -> new FolderSource(path);
            case PROCEDURAL -> throw new IllegalStateException("has no path");
        };
    }

    private static Path existing(SourceSpec spec) {
        Path path;
        try {
            path = Path.of(spec.path());
        } catch (InvalidPathException e) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected a path, found '%s'".formatted(spec.path()),
                    e);
        }
        boolean file = Files.isRegularFile(path) && spec.kind() != SourceKind.FOLDER;
        if (!file && !Files.isDirectory(path)) {
            String expected = spec.kind() == SourceKind.FOLDER ? "a directory" : "data";
            throw DataFault.unreadable(
                    "expected %s at %s, found %s"
                            .formatted(
                                    expected,
                                    path,
                                    Files.exists(path) ? "something else" : "nothing"));
        }
        return path;
    }
}
