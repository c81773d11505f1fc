package io.stampede.agent.hold;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.Locale;

/**
 * An exact moment of the agent's work, written {@code score:middle}.
 *
 * @param stage of the work
 * @param point of the stage
 */
public record Moment(Stage stage, Point point) {
    /** Where within a stage. */
    public enum Point {
        /** Before its first effect. */
        ENTER,
        /** When half is done; for the report, when the broker has it and the outbox still too. */
        MIDDLE,
        /** After its last effect. */
        LEAVE;

        private String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks the components. */
    public Moment {
        requireNonNull(stage, "stage is null");
        requireNonNull(point, "point is null");
    }

    /**
     * Reads {@code stage:point}.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT}
     */
    public static Moment parse(String text) {
        for (Stage stage : Stage.values()) {
            for (Point point : Point.values()) {
                Moment moment = new Moment(stage, point);
                if (moment.toString().equals(text)) {
                    return moment;
                }
            }
        }
        throw new StampedeException(
                ErrorCode.INVALID_ARGUMENT,
                "expected a moment like score:middle, found '%s'; see docs/configuration.md"
                        .formatted(text.replaceAll("\\p{Cntrl}", "?")));
    }

    @Override
    public String toString() {
        return stage.id() + ":" + point.id();
    }
}
