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
        switch (spec.kind()) {
            case CIFAR10:
                return new CifarSource(CifarLayout.CIFAR10, path);
            case CIFAR100:
                return new CifarSource(CifarLayout.CIFAR100, path);
            case SVHN:
                return new SvhnSource(path);
            case IDX:
                return new IdxSource(path);
            case FOLDER:
                return new FolderSource(path);
            default:
                throw new StampedeException(
                        ErrorCode.INTERNAL, "no source for kind " + spec.kind());
        }
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
