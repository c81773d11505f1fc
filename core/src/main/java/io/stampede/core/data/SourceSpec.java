package io.stampede.core.data;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;

/**
 * Where pictures come from, as commands write it: {@code kind:path}.
 *
 * @param kind layout of the pictures
 * @param path file or directory; for {@link SourceKind#PROCEDURAL} {@code source} or {@code
 *     target}, with options as in {@code source?seed=7&per-class=100}
 */
public record SourceSpec(SourceKind kind, String path) {
    /** Checks that there is a path. */
    public SourceSpec {
        requireNonNull(kind, "kind is null");
        requireNonNull(path, "path is null");
        if (path.isBlank() || path.indexOf('\0') >= 0) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected a path after '%s:', found '%s'"
                            .formatted(kind.label(), path.replace('\0', '?')));
        }
    }

    /**
     * Reads {@code kind:path}; {@link #toString()} gives it back.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} where it is nothing of the
     *     kind
     */
    public static SourceSpec parse(String text) {
        requireNonNull(text, "text is null");
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected a source as kind:path with a kind of %s, found '%s'"
                            .formatted(SourceKind.labels(), text));
        }
        return new SourceSpec(
                SourceKind.parse(text.substring(0, colon)), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return kind.label() + ":" + path;
    }
}
