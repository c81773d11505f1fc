package io.stampede.agent.cli;

import static java.util.Objects.requireNonNull;

import io.stampede.core.train.Progress;
import java.util.Locale;
import java.util.function.Consumer;

/** Shows how far a run has come: a bar for people, lines for a parent process, or nothing. */
final class ProgressDisplay implements Consumer<Progress>, AutoCloseable {
    private static final int BAR_WIDTH = 30;

    private final Terminal terminal;
    private final boolean lines;
    private boolean barShown;

    /**
     * Creates a display.
     *
     * @param lines whether a program reads along
     */
    ProgressDisplay(Terminal terminal, boolean lines) {
        this.terminal = requireNonNull(terminal, "terminal is null");
        this.lines = lines;
    }

    @Override
    public void accept(Progress progress) {
        if (lines) {
            terminal.err()
                    .printf(
                            Locale.ROOT,
                            "progress %s %d %d%n",
                            progress.phase().id(),
                            progress.step(),
                            progress.steps());
        } else if (terminal.interactive()) {
            terminal.err().print(bar(progress));
            terminal.err().flush();
            barShown = true;
        }
    }

    /** Leaves the line of the bar, so that what follows stands on its own. */
    @Override
    public void close() {
        if (barShown) {
            terminal.err().println();
        }
    }

    private String bar(Progress progress) {
        double share = progress.steps() == 0 ? 1 : (double) progress.step() / progress.steps();
        int filled = (int) Math.round(share * BAR_WIDTH);
        String bar = "#".repeat(filled) + "-".repeat(BAR_WIDTH - filled);
        String painted = terminal.colour() ? "\u001b[32m" + bar + "\u001b[0m" : bar;
        String loss =
                Double.isNaN(progress.loss())
                        ? ""
                        : String.format(Locale.ROOT, "  loss %.3f", progress.loss());
        return String.format(
                Locale.ROOT,
                "\r%-10s [%s] %d/%d%s   ",
                progress.phase().id(),
                painted,
                progress.step(),
                progress.steps(),
                loss);
    }
}
