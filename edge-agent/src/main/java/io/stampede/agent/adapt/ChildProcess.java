package io.stampede.agent.adapt;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An {@code adapt} command under way.
 *
 * <p>The child holds the reading end of a pipe from this process: when this process ends, however
 * it ends, so does the child.
 */
final class ChildProcess implements RunningAdaptation {
    private static final long GRACE_SECONDS = 5;

    private final Process process;
    private final AdaptationOrder order;
    private final ChildMessages messages;

    ChildProcess(Process process, AdaptationOrder order) {
        this.process = process;
        this.order = order;
        this.messages = new ChildMessages(process.getErrorStream());
    }

    @Override
    public Optional<AdaptationOutcome> poll() {
        if (process.isAlive()) {
            return Optional.empty();
        }
        messages.join();
        return Optional.of(process.exitValue() == 0 ? result() : failure());
    }

    @Override
    public double progress() {
        return messages.progress();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private AdaptationOutcome result() {
        Path document = order.directory().resolve(Slots.DOCUMENT);
        try {
            String text = Files.readString(document);
            return AdaptationDocument.isUnchanged(text)
                    ? new AdaptationOutcome.Unchanged()
                    : new AdaptationOutcome.Adapted(AdaptationDocument.read(text));
        } catch (IOException e) {
            return new AdaptationOutcome.Failed(
                    ErrorCode.STORAGE_FAILED, "could not read " + document + ": " + e.getMessage());
        } catch (StampedeException e) {
            return new AdaptationOutcome.Failed(e.code(), e.getMessage());
        }
    }

    private AdaptationOutcome.Failed withSmallestBudget(AdaptationOutcome.Failed failed) {
        try {
            String said = Files.readString(order.directory().resolve(Slots.DOCUMENT));
            return new AdaptationOutcome.Failed(
                    failed.code(), failed.message(), AdaptationDocument.smallestBudget(said));
        } catch (IOException e) {
            return failed;
        }
    }

    private AdaptationOutcome failure() {
        return messages.error()
                .<AdaptationOutcome>map(this::withSmallestBudget)
                .orElseGet(
                        () ->
                                new AdaptationOutcome.Vanished(
                                        "the adaptation's process ended with status "
                                                + process.exitValue()
                                                + " and no word; was memory short?"));
    }
}
