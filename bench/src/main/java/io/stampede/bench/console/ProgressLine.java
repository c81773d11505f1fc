package io.stampede.bench.console;

import static java.util.Objects.requireNonNull;

import io.stampede.core.train.Progress;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Locale;

/**
 * Shows how far work has come: a bar that moves on a terminal, else a line every ten seconds.
 *
 * <p>Not thread-safe.
 */
public final class ProgressLine {
    private static final int BAR = 24;
    private static final long TERMINAL_INTERVAL_MILLIS = 200;
    private static final long LOG_INTERVAL_MILLIS = 10_000;
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private final Clock clock;
    private String label = "";
    private long lastMillis;
    private long lastStep;
    private boolean pending;

    /** Progress on a stream, which the caller keeps. */
    public ProgressLine(PrintStream out, boolean terminal, Clock clock) {
        this.out = requireNonNull(out, "out is null");
        this.terminal = terminal;
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Progress on standard error, with a bar where the launcher saw a terminal. */
    public static ProgressLine onStandardError() {
        return new ProgressLine(
                System.err, Boolean.getBoolean("stampede.terminal"), Clock.systemUTC());
    }

    /**
     * Shows progress, unless the last one of the same work was shown a moment ago.
     *
     * @param work what is under way
     * @param step steps done
     * @param steps steps in all, 0 where nobody knows
     * @param detail numbers to add, may be empty
     */
    public void show(String work, long step, long steps, String detail) {
        long now = clock.millis();
        boolean other = !work.equals(label);
        long interval = terminal ? TERMINAL_INTERVAL_MILLIS : LOG_INTERVAL_MILLIS;
        boolean last = steps > 0 && step == steps && step != lastStep;
        if (!other && !last && now - lastMillis < interval) {
            return;
        }
        if (other) {
            finish();
        }
        label = work;
        lastMillis = now;
        lastStep = step;
        String text = text(work, step, steps, detail);
        if (terminal) {
            out.print(ERASE + text);
            out.flush();
            pending = true;
        } else {
            out.println(text);
        }
    }

    /** Shows that a wait without known length goes on, unless something better is shown. */
    public void beat(String work, long seconds) {
        if (label.isEmpty() || label.equals(work)) {
            show(work, 0, 0, seconds + " s");
        }
    }

    /** Says something that stays, on a line of its own. */
    public void say(String text) {
        finish();
        out.println(text);
    }

    /** Ends a bar that is still on its line. */
    public void finish() {
        if (pending) {
            out.println();
            pending = false;
        }
        label = "";
    }

    private String text(String work, long step, long steps, String detail) {
        if (steps == 0) {
            return "  " + work + (detail.isEmpty() ? "" : "  " + detail);
        }
        int filled = (int) (BAR * step / steps);
        String bar = terminal ? " [" + "#".repeat(filled) + "-".repeat(BAR - filled) + "]" : "";
        return String.format(
                Locale.ROOT,
                "  %-12s%s %3d %%  %d/%d  %s",
                work,
                bar,
                100 * step / steps,
                step,
                steps,
                detail);
    }

    /** Shows a step of training: loss, accuracy and speed. */
    public void training(String work, Progress step) {
        show(
                work,
                step.step(),
                step.steps(),
                String.format(
                        Locale.ROOT,
                        "loss %.3f accuracy %.3f %.0f pictures/s",
                        step.loss(),
                        step.accuracy(),
                        step.imagesPerSecond()));
    }
}
