package io.stampede.agent.intake;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.proto.Limits;
import java.util.regex.Pattern;

/**
 * One version of one meta-model.
 *
 * @param name becomes a directory name, so nothing but {@link Limits#MODEL_NAME_PATTERN} is allowed
 * @param version positive, grows with each version of the name
 * @param sha256 of the whole file, in lower-case hexadecimal
 */
public record ModelId(String name, long version, String sha256) {
    private static final Pattern NAME = Pattern.compile(Limits.MODEL_NAME_PATTERN);

    /** Checks the components. */
    public ModelId {
        requireNonNull(name, "name is null");
        requireNonNull(sha256, "sha256 is null");
        if (!NAME.matcher(name).matches()) {
            throw new StampedeException(
                    ErrorCode.MANIFEST_INVALID,
                    "expected a model name like %s, found %d characters that do not match"
                            .formatted(Limits.MODEL_NAME_PATTERN, name.length()));
        }
        if (version <= 0) {
            throw new StampedeException(
                    ErrorCode.MANIFEST_INVALID,
                    "expected a positive version of model %s, found %s"
                            .formatted(name, Long.toUnsignedString(version)));
        }
    }

    /** Name and version for people, for example {@code stamp v3}. */
    public String label() {
        return name + " v" + version;
    }
}
