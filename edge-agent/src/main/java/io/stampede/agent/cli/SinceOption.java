package io.stampede.agent.cli;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Understands how far back somebody wants to look. */
final class SinceOption {
    private static final Pattern AGE = Pattern.compile("(\\d{1,6})([smhdw])");

    private SinceOption() {}

    /**
     * The moment meant by an age such as {@code 7d}, by an instant, or by {@code all}.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT}
     */
    static Instant parse(String text, Clock clock) {
        Matcher age = AGE.matcher(text.toLowerCase(Locale.ROOT));
        if (text.equals("all")) {
            return Instant.MIN;
        }
        if (age.matches()) {
            return clock.instant().minus(unit(age.group(2)).multipliedBy(number(age.group(1))));
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected --since as 30m, 12h, 7d, 4w, all or 2026-11-22T00:00:00Z, found '"
                            + text.replaceAll("\\p{Cntrl}", "?")
                            + "'",
                    e);
        }
    }

    private static long number(String digits) {
        return Long.parseLong(digits);
    }

    private static Duration unit(String letter) {
        switch (letter) {
            case "s":
                return Duration.ofSeconds(1);
            case "m":
                return Duration.ofMinutes(1);
            case "h":
                return Duration.ofHours(1);
            case "d":
                return Duration.ofDays(1);
            default:
                return Duration.ofDays(7);
        }
    }
}
