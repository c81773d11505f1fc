package io.stampede.agent.adapt;

import io.stampede.core.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Understands what an {@code adapt} process says on standard error: progress and its one line of
 * error. Reads on a thread of its own until the stream ends.
 */
final class ChildMessages {
    private static final Logger LOG = LoggerFactory.getLogger(ChildMessages.class);
    private static final Pattern ERROR = Pattern.compile("stampede agent: ([A-Z_]+): (.*)");
    private static final Pattern PROGRESS = Pattern.compile("progress ([a-z_]+) (\\d+) (\\d+)");

    private final Thread thread;
    private volatile double progress;
    private volatile Optional<AdaptationOutcome.Failed> error = Optional.empty();

    ChildMessages(InputStream stream) {
        thread = new Thread(() -> read(stream), "adapt-messages");
        thread.setDaemon(true);
        thread.start();
    }

    /** Share of the stage that takes longest, fine-tuning; 0 before it. */
    double progress() {
        return progress;
    }

    /** The line of error, once {@link #join()} has returned. */
    Optional<AdaptationOutcome.Failed> error() {
        return error;
    }

    /** Waits for the end of the stream, which comes with the end of the process. */
    void join() {
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(InputStream stream) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                understand(line);
            }
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("The messages of the adaptation ended");
        }
    }

    private void understand(String line) {
        Matcher failed = ERROR.matcher(line);
        Matcher step = PROGRESS.matcher(line);
        if (failed.matches()) {
            error = code(failed.group(1)).map(code -> failure(code, failed.group(2)));
        } else if (step.matches()) {
            long steps = Long.parseLong(step.group(3));
            boolean longest = step.group(1).equals("fine_tune") && steps > 0;
            progress = longest ? Math.min(1, Double.parseDouble(step.group(2)) / steps) : progress;
        } else {
            LOG.atInfo().addKeyValue("said", line).log("Adaptation");
        }
    }

    private static AdaptationOutcome.Failed failure(ErrorCode code, String message) {
        return new AdaptationOutcome.Failed(code, message);
    }

    private static Optional<ErrorCode> code(String name) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().equals(name)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}
