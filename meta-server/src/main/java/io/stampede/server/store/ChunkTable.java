package io.stampede.server.store;

import static java.util.Objects.requireNonNull;

import io.stampede.server.publish.ChunkPosition;
import io.stampede.server.publish.ChunkStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Map;
import java.util.Optional;

/** Positions of published chunks in the database. */
public final class ChunkTable implements ChunkStore {
    private final Database database;

    /** Creates the adapter over an open database. */
    public ChunkTable(Database database) {
        this.database = requireNonNull(database, "database is null");
    }

    @Override
    public Optional<ChunkPosition> find(String topicIdentity, String sha256) {
        return database.execute(
                "look up a published chunk",
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    "SELECT partition_number, record_offset FROM published_chunk"
                                            + " WHERE topic_identity = ? AND sha256 = ?")) {
                        Columns.bind(statement, topicIdentity, sha256);
                        ResultSet row = statement.executeQuery();
                        return row.next()
                                ? Optional.of(new ChunkPosition(row.getInt(1), row.getLong(2)))
                                : Optional.empty();
                    }
                });
    }

    @Override
    public void save(String topicIdentity, Map<String, ChunkPosition> positions) {
        database.execute(
                "note published chunks",
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    "MERGE INTO published_chunk (topic_identity, sha256,"
                                            + " partition_number, record_offset) KEY (topic_identity,"
                                            + " sha256) VALUES (?, ?, ?, ?)")) {
                        for (var entry : positions.entrySet()) {
                            Columns.bind(
                                    statement,
                                    topicIdentity,
                                    entry.getKey(),
                                    entry.getValue().partition(),
                                    entry.getValue().offset());
                            statement.addBatch();
                        }
                        return statement.executeBatch();
                    }
                });
    }
}
