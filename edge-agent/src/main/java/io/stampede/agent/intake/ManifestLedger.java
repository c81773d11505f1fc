package io.stampede.agent.intake;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.store.AgentDatabase;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Remembers every manifest that was accepted, and which one the device works on: at most one, the
 * newest.
 *
 * <p>Safe for many threads: the intake thread writes, the agent's thread reads and settles. There
 * is no lock but the database's, because both may come from within a transaction.
 */
public final class ManifestLedger {
    private static final String WANTED = "wanted";
    private static final String SUPERSEDED = "superseded";
    private static final String FAILED = "failed";

    private final AgentDatabase database;
    private final ManifestReader reader;
    private volatile Optional<Manifest> wanted; // changes with the database's commits alone

    /** What became of a manifest that was offered. */
    public enum Verdict {
        /** It is the one to work on now. */
        WANTED,
        /** It was seen before; a redelivery changes nothing. */
        KNOWN
    }

    /** How the work on a manifest ended. */
    public enum Settlement {
        /** Its subnetwork serves. */
        ADAPTED,
        /** It gave a subnetwork, and what served before is better and serves on. */
        KEPT,
        /** Its subnetwork served and did harm; only a newer version is worth another try. */
        ROLLED_BACK,
        /** The device could not use it; the same version may be announced again. */
        FAILED
    }

    /** Opens the ledger; what was wanted before a restart is wanted still. */
    public ManifestLedger(AgentDatabase database, ManifestReader reader) {
        this.database = requireNonNull(database, "database is null");
        this.reader = requireNonNull(reader, "reader is null");
        this.wanted =
                readAll("SELECT value FROM manifest WHERE state = ?", WANTED).stream().findFirst();
    }

    /** The manifest to work on. */
    public Optional<Manifest> wanted() {
        return wanted;
    }

    /**
     * Whether any manifest was ever accepted.
     *
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED}
     */
    public boolean knowsAny() {
        return database.inTransaction(
                open -> {
                    try (PreparedStatement query =
                                    open.prepareStatement("SELECT 1 FROM manifest LIMIT 1");
                            ResultSet rows = query.executeQuery()) {
                        return rows.next();
                    }
                });
    }

    /**
     * Takes a manifest in; when this returns, it is on disk.
     *
     * @throws StampedeException with {@link ErrorCode#MANIFEST_STALE} where a newer version of the
     *     model is known, with {@link ErrorCode#MANIFEST_CONFLICT} where the same version was
     *     announced with other content before, or whatever {@link ManifestReader#read} throws
     */
    public Verdict offer(byte[] value) {
        Manifest manifest = reader.read(value);
        return database.inTransaction(
                open -> {
                    Verdict verdict = store(open, manifest, value);
                    if (verdict == Verdict.WANTED) {
                        database.afterCommit(() -> wanted = Optional.of(manifest));
                    }
                    return verdict;
                });
    }

    /** Ends the work on a manifest, as soon as the transaction that this is part of is on disk. */
    public void settle(ModelId model, Settlement settlement) {
        String state = settlement.name().toLowerCase(Locale.ROOT);
        database.inTransaction(
                open -> {
                    setState(open, model, state);
                    database.afterCommit(() -> wanted = others(model));
                    return null;
                });
    }

    /** Works on a manifest once more whose work had ended, unless another one is wanted. */
    public void wantAgain(ModelId model) {
        database.inTransaction(
                open -> {
                    Optional<Manifest> known = find(model);
                    if (wanted.isEmpty() && known.isPresent()) {
                        setState(open, model, WANTED);
                        database.afterCommit(() -> wanted = known);
                    }
                    return null;
                });
    }

    /** All accepted versions of a model, newest first. */
    public List<Manifest> versions(String name) {
        return readAll("SELECT value FROM manifest WHERE name = ? ORDER BY version DESC", name);
    }

    /** Those versions of a model, newest first, that no rollback took out of service. */
    public List<Manifest> candidates(String name) {
        return readAll(
                "SELECT value FROM manifest WHERE name = ? AND state != 'rolled_back'"
                        + " ORDER BY version DESC",
                name);
    }

    /** The manifest of a model. */
    public Optional<Manifest> find(ModelId model) {
        return versions(model.name()).stream()
                .filter(manifest -> manifest.model().equals(model))
                .findFirst();
    }

    private Optional<Manifest> others(ModelId settled) {
        return wanted.filter(manifest -> !manifest.model().equals(settled));
    }

    private static Verdict store(Connection open, Manifest manifest, byte[] value)
            throws SQLException {
        ModelId model = manifest.model();
        Optional<Entry> same = find(open, model);
        if (same.isPresent()) {
            same.get().checkSameContent(model);
            if (!same.get().isWorthAnotherTry(value)) {
                return Verdict.KNOWN;
            }
        }
        checkNewest(open, model);
        execute(open, "UPDATE manifest SET state = ? WHERE state = ?", SUPERSEDED, WANTED);
        execute(
                open,
                "INSERT OR REPLACE INTO manifest VALUES(?, ?, ?, ?, ?)",
                model.name(),
                model.version(),
                model.sha256(),
                WANTED,
                value);
        return Verdict.WANTED;
    }

    private static void checkNewest(Connection open, ModelId model) throws SQLException {
        try (PreparedStatement query =
                open.prepareStatement("SELECT max(version) FROM manifest WHERE name = ?")) {
            query.setString(1, model.name());
            try (ResultSet rows = query.executeQuery()) {
                long newest = rows.getLong(1);
                if (newest > model.version()) {
                    throw new StampedeException(
                            ErrorCode.MANIFEST_STALE,
                            "expected version %d of %s or newer, found %d; nothing was changed"
                                    .formatted(newest, model.name(), model.version()));
                }
            }
        }
    }

    private static Optional<Entry> find(Connection open, ModelId model) throws SQLException {
        try (PreparedStatement query =
                open.prepareStatement(
                        "SELECT sha256, state, value FROM manifest WHERE name = ? AND version = ?")) {
            query.setString(1, model.name());
            query.setLong(2, model.version());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next()
                        ? Optional.of(
                                new Entry(rows.getString(1), rows.getString(2), rows.getBytes(3)))
                        : Optional.empty();
            }
        }
    }

    private static void setState(Connection open, ModelId model, String state) throws SQLException {
        execute(
                open,
                "UPDATE manifest SET state = ? WHERE name = ? AND version = ?",
                state,
                model.name(),
                model.version());
    }

    private static void execute(Connection open, String sql, Object... values) throws SQLException {
        try (PreparedStatement update = open.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                update.setObject(i + 1, values[i]);
            }
            update.executeUpdate();
        }
    }

    private List<Manifest> readAll(String sql, String argument) {
        return database.inTransaction(
                open -> {
                    List<Manifest> manifests = new ArrayList<>();
                    try (PreparedStatement query = open.prepareStatement(sql)) {
                        query.setString(1, argument);
                        try (ResultSet rows = query.executeQuery()) {
                            while (rows.next()) {
                                readAgain(rows.getBytes(1)).ifPresent(manifests::add);
                            }
                        }
                    }
                    return manifests;
                });
    }

    /** A stored manifest may break limits or a prefix that were configured since: passed over. */
    private Optional<Manifest> readAgain(byte[] value) {
        try {
            return Optional.of(reader.read(value));
        } catch (StampedeException e) {
            return Optional.empty();
        }
    }

    private static final class Entry {
        private final String sha256;
        private final String state;
        private final byte[] value;

        Entry(String sha256, String state, byte[] value) {
            this.sha256 = sha256;
            this.state = state;
            this.value = value;
        }

        void checkSameContent(ModelId model) {
            if (!sha256.equals(model.sha256())) {
                throw new StampedeException(
                        ErrorCode.MANIFEST_CONFLICT,
                        ("expected %s with SHA-256 %s as announced before, found %s; do two servers"
                                        + " publish under one name?")
                                .formatted(model.label(), sha256, model.sha256()));
            }
        }

        /** A server that publishes the same file anew may have put its chunks elsewhere. */
        boolean isWorthAnotherTry(byte[] announced) {
            boolean unfinished = state.equals(WANTED) || state.equals(FAILED);
            return unfinished && !Arrays.equals(value, announced);
        }
    }
}
