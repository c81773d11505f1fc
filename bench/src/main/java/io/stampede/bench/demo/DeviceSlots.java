package io.stampede.bench.demo;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the subnetwork that serves in an agent's data directory. */
final class DeviceSlots {
    private DeviceSlots() {}

    static Path serving(Path dataDirectory) {
        Path pointer = dataDirectory.resolve("slots").resolve("current");
        try {
            String slot =
                    JsonParser.parseString(Files.readString(pointer))
                            .getAsJsonObject()
                            .get("slot")
                            .getAsString();
            return pointer.resolveSibling(slot).resolve("subnetwork.safetensors");
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "expected the agent's serving slot in %s, found: %s".formatted(pointer, e),
                    e);
        }
    }
}
