package io.stampede.agent.hold;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.hold.Moment.Point;
import io.stampede.agent.store.AtomicFile;
import io.stampede.core.train.Progress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Parks the thread that reaches one chosen moment for ever, after saying so in a file: {@code
 * score:middle 4711}, where 4711 is the id of the process. While that file exists it parks nobody
 * else, so that a second try of the same work gets by. For fault tests only.
 *
 * <p>Safe for many threads.
 */
public final class HoldPoint {
    /** Name of the file in the data directory. */
    public static final String MARKER = "held";

    /** Holds nowhere. */
    public static final HoldPoint NONE = new HoldPoint(Optional.empty(), Path.of(MARKER));

    private final Optional<Moment> moment;
    private final Path marker;

    /**
     * Creates a hold point.
     *
     * @param moment where to hold; absent: nowhere
     * @param marker file that tells that the moment was reached
     */
    public HoldPoint(Optional<Moment> moment, Path marker) {
        this.moment = requireNonNull(moment, "moment is null");
        this.marker = requireNonNull(marker, "marker is null");
    }

    /** Where this holds. */
    public Optional<Moment> moment() {
        return moment;
    }

    /** The file that tells that the moment was reached. */
    public Path marker() {
        return marker;
    }

    /** Says that the calling thread is at a moment; does not return where this holds there. */
    public void reach(Stage stage, Point point) {
        if (moment.isPresent()
                && moment.get().equals(new Moment(stage, point))
                && !Files.exists(marker)) {
            hold(moment.get());
        }
    }

    /** Reaches the moments of the child's stages by the progress that core tells. */
    public Consumer<Progress> after(Consumer<Progress> listener) {
        if (moment.isEmpty()) {
            return listener;
        }
        return progress -> {
            listener.accept(progress);
            Stage.of(progress.phase().id()).ifPresent(stage -> reach(stage, progress));
        };
    }

    private void reach(Stage stage, Progress progress) {
        if (progress.step() == 0) {
            reach(stage, Point.ENTER);
        } else if (2 * progress.step() >= progress.steps()) {
            reach(stage, Point.MIDDLE);
        }
        if (progress.step() == progress.steps()) {
            reach(stage, Point.LEAVE);
        }
    }

    private void hold(Moment reached) {
        String text = reached + " " + ProcessHandle.current().pid() + "\n";
        AtomicFile.write(marker, text.getBytes(StandardCharsets.UTF_8));
        while (true) {
            LockSupport.park(this);
        }
    }
}
