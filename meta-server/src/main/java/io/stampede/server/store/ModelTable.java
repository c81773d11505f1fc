package io.stampede.server.store;

import static java.util.Objects.requireNonNull;

import io.stampede.server.registry.ModelDescription;
import io.stampede.server.registry.ModelName;
import io.stampede.server.registry.ModelStore;
import io.stampede.server.registry.ModelVersion;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The registry's rows in the database. */
public final class ModelTable implements ModelStore {
    private static final String SELECT = "SELECT * FROM model_version ";

    private final Database database;

    /** Creates the adapter over an open database. */
    public ModelTable(Database database) {
        this.database = requireNonNull(database, "database is null");
    }

    @Override
    public void insert(ModelVersion version) {
        update(
                "register model " + version.name(),
                "INSERT INTO model_version (name, version, size_bytes, sha256, format,"
                        + " architecture, width, provenance_json, created_at, published_at) VALUES"
                        + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                version.name().value(),
                version.version(),
                version.sizeBytes(),
                version.sha256(),
                version.description().format(),
                version.description().architecture(),
                version.description().width(),
                version.description().provenanceJson(),
                version.createdAt(),
                version.publishedAt());
    }

    @Override
    public void markPublished(ModelName name, long version, Instant at) {
        update(
                "mark model " + name + " as published",
                "UPDATE model_version SET published_at = ? WHERE name = ? AND version = ?",
                at,
                name.value(),
                version);
    }

    @Override
    public Optional<ModelVersion> find(ModelName name, long version) {
        return select("WHERE name = ? AND version = ?", name.value(), version).stream().findFirst();
    }

    @Override
    public Optional<ModelVersion> latest(ModelName name) {
        return select("WHERE name = ? ORDER BY version DESC LIMIT 1", name.value()).stream()
                .findFirst();
    }

    @Override
    public List<ModelVersion> all() {
        return select("ORDER BY name, version DESC");
    }

    private void update(String purpose, String sql, Object... values) {
        database.execute(
                purpose,
                connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(sql)) {
                        Columns.bind(statement, values);
                        return statement.executeUpdate();
                    }
                });
    }

    private List<ModelVersion> select(String condition, Object... values) {
        return database.execute(
                "read the registry",
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(SELECT + condition)) {
                        Columns.bind(statement, values);
                        ResultSet row = statement.executeQuery();
                        List<ModelVersion> versions = new ArrayList<>();
                        while (row.next()) {
                            versions.add(version(row));
                        }
                        return versions;
                    }
                });
    }

    private static ModelVersion version(ResultSet row) throws SQLException {
        return new ModelVersion(
                new ModelName(row.getString("name")),
                row.getLong("version"),
                row.getLong("size_bytes"),
                row.getString("sha256"),
                new ModelDescription(
                        row.getString("format"),
                        row.getString("architecture"),
                        row.getDouble("width"),
                        row.getString("provenance_json")),
                Columns.instant(row, "created_at"),
                Columns.optionalInstant(row, "published_at"));
    }
}
