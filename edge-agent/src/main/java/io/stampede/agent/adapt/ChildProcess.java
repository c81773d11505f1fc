package io.stampede.agent.adapt;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.model.SubnetworkFile;
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
            AdaptationSummary summary = AdaptationDocument.read(Files.readString(document));
            checkSubnetwork();
            return new AdaptationOutcome.Adapted(summary);
        } catch (IOException e) {
            return new AdaptationOutcome.Failed(
                    ErrorCode.STORAGE_FAILED, "could not read " + document + ": " + e.getMessage());
        } catch (StampedeException e) {
            return new AdaptationOutcome.Failed(e.code(), e.getMessage());
        }
    }

    private void checkSubnetwork() {
        try (SubnetworkFile file =
                SubnetworkFile.open(order.directory().resolve(Slots.SUBNETWORK))) {
            if (!file.header().parentSha256().equals(order.model().sha256())) {
                throw new StampedeException(
                        ErrorCode.MODEL_CORRUPT,
                        "expected a subnetwork of %s with SHA-256 %s, found one of %s"
                                .formatted(
                                        order.model().label(),
                                        order.model().sha256(),
                                        file.header().parentSha256()));
            }
        }
    }

    private AdaptationOutcome failure() {
        return messages.error()
                .<AdaptationOutcome>map(failed -> failed)
                .orElseGet(
                        () ->
                                new AdaptationOutcome.Vanished(
                                        "the adaptation's process ended with status "
                                                + process.exitValue()
                                                + " and no word; was memory short?"));
    }
}
