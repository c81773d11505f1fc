package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.adapt.Slots;
import io.stampede.agent.serve.ServingEndpoint;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps an endpoint with the slot that serves, by a look at the file that names it before each
 * request: whatever switches slots, adaptation, roll-back or a person, needs to tell nobody.
 *
 * <p>Thread-safe.
 */
final class SlotWatch implements Consumer<ServingEndpoint> {
    private final Path pointer;
    private final Slots slots;
    private Optional<String> seen = Optional.empty();

    /** Watches the slots in a directory. */
    SlotWatch(Path directory) {
        this.pointer = requireNonNull(directory, "directory is null").resolve("current");
        this.slots = new Slots(directory);
    }

    @Override
    public synchronized void accept(ServingEndpoint endpoint) {
        String stamp = stamp();
        if (seen.filter(stamp::equals).isPresent()) {
            return;
        }
        slots.current()
                .ifPresentOrElse(
                        slot -> endpoint.switchTo(slot.directory(), slot.model()),
                        endpoint::withdraw);
        // Taken before the slots were read, so that a switch in between is seen next time.
        seen = Optional.of(stamp);
    }

    /** The file is replaced as a whole, so each of its versions is another file. */
    private String stamp() {
        try {
            BasicFileAttributes file = Files.readAttributes(pointer, BasicFileAttributes.class);
            return file.fileKey() + " " + file.lastModifiedTime() + " " + file.size();
        } catch (NoSuchFileException e) {
            return "none";
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "expected to look at %s, found %s".formatted(pointer, e),
                    e);
        }
    }
}
