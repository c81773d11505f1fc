package io.stampede.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.HttpServerStart;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Tells programs on this machine where the server listens: {@code endpoints.json} in the data
 * directory, written when HTTP answers, which is how free ports are found.
 */
@ApplicationScoped
class EndpointsFile {
    static final String NAME = "endpoints.json";

    private final Path directory;
    private final String bootstrapServers;
    private final ObjectMapper json;

    @Inject
    EndpointsFile(
            ServerConfig config,
            @ConfigProperty(name = ServerMain.BOOTSTRAP) String bootstrapServers,
            ObjectMapper json) {
        this.directory = config.dataDir().toAbsolutePath().normalize();
        this.bootstrapServers = bootstrapServers;
        this.json = json;
    }

    /** Quarkus tells a port that it chose itself by this property alone. */
    private static int port(HttpServerStart started) {
        int asked = started.options().getPort();
        return asked > 0 ? asked : Integer.getInteger("quarkus.http.port", asked);
    }

    void write(@ObservesAsync HttpServerStart started) {
        Map<String, Object> endpoints = new LinkedHashMap<>();
        endpoints.put("http", "http://" + started.options().getHost() + ":" + port(started));
        endpoints.put("kafka_bootstrap_servers", bootstrapServers);
        endpoints.put("pid", ProcessHandle.current().pid());
        try {
            Files.createDirectories(directory);
            Path temporary = Files.createTempFile(directory, "endpoints", ".tmp");
            Files.write(temporary, json.writeValueAsString(endpoints).getBytes(UTF_8));
            Files.move(temporary, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED, "could not write endpoints.json: " + e, e);
        }
    }
}
