package io.stampede.bench.remote;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a meta-server can be reached.
 *
 * @param http base of its REST interface
 * @param bootstrapServers of its broker
 */
public record Endpoints(URI http, String bootstrapServers) {
    /** Name of the file that the server writes into its data directory once it answers. */
    public static final String FILE = "endpoints.json";

    /** Checks the components. */
    public Endpoints {
        requireNonNull(http, "http is null");
        requireNonNull(bootstrapServers, "bootstrapServers is null");
    }

    /**
     * Reads what a server wrote, nothing where it has not written yet.
     *
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED} where the file is unreadable
     */
    public static Optional<Endpoints> read(Path dataDirectory) {
        Path file = dataDirectory.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            return Optional.of(
                    new Endpoints(
                            URI.create(json.get("http").getAsString()),
                            json.get("kafka_bootstrap_servers").getAsString()));
        } catch (IOException
                | JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | NullPointerException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "expected http and kafka_bootstrap_servers in %s, found: %s"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }
}
