package io.stampede.agent.doctor;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.InvalidProtocolBufferException;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.proto.v1.ModelManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A manifest that the agent has accepted, read beside a running agent without writing anything.
 *
 * @param name of the model
 * @param version of the model
 * @param sha256 of the model's file, in lower-case hexadecimal
 * @param sizeBytes of the model's file
 * @param published when, by the server's clock; empty where it did not say
 */
public record SeenManifest(
        String name, long version, String sha256, long sizeBytes, Optional<Instant> published) {
    /** Checks the components. */
    public SeenManifest {
        requireNonNull(name, "name is null");
        requireNonNull(sha256, "sha256 is null");
        requireNonNull(published, "published is null");
    }

    /**
     * All manifests of a database, none where there is no database yet.
     *
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED} where it cannot be read
     */
    public static List<SeenManifest> all(Path database) {
        if (!Files.isRegularFile(database)) {
            return List.of();
        }
        List<SeenManifest> seen = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:file:" + database + "?mode=ro");
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT name, version, sha256, value FROM manifest")) {
            while (rows.next()) {
                ModelManifest message = ModelManifest.parseFrom(rows.getBytes(4));
                seen.add(
                        new SeenManifest(
                                rows.getString(1),
                                rows.getLong(2),
                                rows.getString(3),
                                message.getSizeBytes(),
                                Optional.of(message.getPublishedAtUnixMillis())
                                        .filter(millis -> millis > 0)
                                        .map(Instant::ofEpochMilli)));
            }
        } catch (SQLException | InvalidProtocolBufferException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "could not read %s: %s; check the disk".formatted(database, e.getMessage()),
                    e);
        }
        return seen;
    }
}
