package io.stampede.server.report;

import com.google.protobuf.ByteString;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.proto.Limits;
import java.util.regex.Pattern;

/** The checks that both kinds of device message share; each names field, expected and found. */
final class Expect {
    private static final Pattern ID = Pattern.compile(Limits.ID_PATTERN);
    private static final Pattern MODEL_NAME = Pattern.compile(Limits.MODEL_NAME_PATTERN);
    private static final int SHOWN_CHARACTERS = 80;

    private Expect() {}

    static void that(boolean condition, String field, String expectation, Object found) {
        if (!condition) {
            throw refusal("expected " + field + " " + expectation + ", found " + shown(found));
        }
    }

    static void id(String field, String value) {
        that(ID.matcher(value).matches(), field, "to match " + Limits.ID_PATTERN, value);
    }

    static void modelName(String field, String value) {
        that(
                MODEL_NAME.matcher(value).matches(),
                field,
                "to match " + Limits.MODEL_NAME_PATTERN,
                value);
    }

    static void sha256(String field, ByteString value) {
        that(
                value.size() == Limits.SHA256_BYTES,
                field,
                "of " + Limits.SHA256_BYTES + " bytes",
                value.size());
    }

    /** An unsigned number on the wire that Java shows as negative is beyond any sense here. */
    static void count(String field, long value) {
        that(value >= 0, field, "below 2^63", Long.toUnsignedString(value));
    }

    static void amount(String field, double value) {
        that(
                Double.isFinite(value) && value >= 0,
                field,
                "as a finite number, not negative",
                value);
    }

    static void ratio(String field, double value) {
        that(value >= 0 && value <= 1, field, "in [0, 1]", value);
    }

    static void text(String field, String value, int mostCharacters) {
        that(
                value.length() <= mostCharacters,
                field,
                "of at most " + mostCharacters + " characters",
                value.length());
    }

    static StampedeException refusal(String message) {
        return new StampedeException(ErrorCode.INVALID_ARGUMENT, message);
    }

    private static String shown(Object found) {
        String text = String.valueOf(found).replaceAll("\\p{Cntrl}", "?");
        return text.length() <= SHOWN_CHARACTERS
                ? "'" + text + "'"
                : "'" + text.substring(0, SHOWN_CHARACTERS) + "...'";
    }
}
