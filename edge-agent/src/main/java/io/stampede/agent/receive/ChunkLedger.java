package io.stampede.agent.receive;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.store.AgentDatabase;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.BitSet;

/** Remembers on disk which chunks of a partial file were verified. Safe for many threads. */
public final class ChunkLedger {
    private final AgentDatabase database;

    /** Opens the ledger of a database. */
    public ChunkLedger(AgentDatabase database) {
        this.database = requireNonNull(database, "database is null");
    }

    /** Indices of the verified chunks. */
    public BitSet verified(String contentKey) {
        return database.inTransaction(
                open -> {
                    BitSet verified = new BitSet();
                    try (PreparedStatement query =
                            open.prepareStatement(
                                    "SELECT position FROM chunk WHERE content_key = ?")) {
                        query.setString(1, contentKey);
                        try (ResultSet rows = query.executeQuery()) {
                            while (rows.next()) {
                                verified.set(rows.getInt(1));
                            }
                        }
                    }
                    return verified;
                });
    }

    /** Notes that a chunk is on disk and right. */
    public void mark(String contentKey, int index) {
        update("INSERT OR IGNORE INTO chunk VALUES(?, ?)", contentKey, index);
    }

    /** Notes that a chunk is not on disk after all. */
    public void unmark(String contentKey, int index) {
        update("DELETE FROM chunk WHERE content_key = ? AND position = ?", contentKey, index);
    }

    /** Forgets a file. */
    public void forget(String contentKey) {
        update("DELETE FROM chunk WHERE content_key = ?", contentKey);
    }

    /** Forgets all files but one. */
    void forgetOthers(String contentKey) {
        update("DELETE FROM chunk WHERE content_key != ?", contentKey);
    }

    private void update(String sql, Object... values) {
        database.inTransaction(
                open -> {
                    try (PreparedStatement update = open.prepareStatement(sql)) {
                        for (int i = 0; i < values.length; i++) {
                            update.setObject(i + 1, values[i]);
                        }
                        return update.executeUpdate();
                    }
                });
    }
}
