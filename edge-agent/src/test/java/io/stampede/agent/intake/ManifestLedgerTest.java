package io.stampede.agent.intake;

import static io.stampede.agent.testkit.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.agent.intake.ManifestLedger.Settlement;
import io.stampede.agent.intake.ManifestLedger.Verdict;
import io.stampede.agent.store.AgentDatabase;
import io.stampede.agent.testkit.SampleModel;
import io.stampede.core.ErrorCode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestLedgerTest {
    private final SampleModel one = SampleModel.of(1, 250);
    private final SampleModel two = SampleModel.of(2, 250);
    @TempDir private Path directory;
    private AgentDatabase database;
    private ManifestLedger ledger;

    @BeforeEach
    void open() {
        database = AgentDatabase.open(directory.resolve("agent.db"));
        ledger = new ManifestLedger(database, SampleModel.reader());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void wants_the_newest_version() {
        ledger.offer(one.value());
        ledger.offer(two.value());

        assertEquals(Optional.of(two.manifest()), ledger.wanted());
    }

    @Test
    void wants_after_a_restart_what_it_wanted_before() {
        // Given
        ledger.offer(one.value());

        // When
        close();
        open();

        // Then
        assertEquals(Optional.of(one.manifest()), ledger.wanted());
    }

    @Test
    void refuses_a_version_older_than_one_it_knows() {
        ledger.offer(two.value());

        assertFails(ErrorCode.MANIFEST_STALE, () -> ledger.offer(one.value()));
        assertEquals(Optional.of(two.manifest()), ledger.wanted());
    }

    @Test
    void knows_a_redelivery() {
        ledger.offer(one.value());
        ledger.offer(two.value());

        assertEquals(Verdict.KNOWN, ledger.offer(two.value()));
        assertEquals(Verdict.KNOWN, ledger.offer(two.value()));
    }

    @Test
    void stays_settled_when_a_manifest_is_redelivered() {
        ledger.offer(one.value());
        ledger.settle(one.manifest().model(), Settlement.ADAPTED);

        assertEquals(Verdict.KNOWN, ledger.offer(one.value()));
        assertEquals(Optional.empty(), ledger.wanted());
    }

    @Test
    void refuses_other_content_under_the_same_version() {
        SampleModel imposter = SampleModel.of(1, 251);
        ledger.offer(one.value());

        assertFails(ErrorCode.MANIFEST_CONFLICT, () -> ledger.offer(imposter.value()));
        assertEquals(Optional.of(one.manifest()), ledger.wanted());
    }

    @Test
    void tries_a_failed_version_again_where_its_chunks_were_laid_elsewhere() {
        // Given
        ledger.offer(one.value());
        ledger.settle(one.manifest().model(), Settlement.FAILED);
        var moved = one.message();
        moved.getChunksBuilder(0).setOffset(99);

        // When
        Verdict verdict = ledger.offer(moved.build().toByteArray());

        // Then
        assertEquals(Verdict.WANTED, verdict);
        assertEquals(99, ledger.wanted().orElseThrow().chunks().get(0).offset());
    }

    @Test
    void forgets_nothing_when_it_refuses() {
        ledger.offer(one.value());

        assertFails(ErrorCode.MANIFEST_INVALID, () -> ledger.offer(new byte[] {7}));
        assertEquals(Optional.of(one.manifest()), ledger.wanted());
    }

    @Test
    void keeps_nobody_waiting_while_an_offer_waits_for_a_transaction() throws Exception {
        // Given
        ledger.offer(one.value());
        Thread intake = new Thread(() -> ledger.offer(two.value()), "intake");

        database.inTransaction(
                open -> {
                    // When
                    intake.start();
                    while (intake.getState() != Thread.State.BLOCKED) {
                        Thread.onSpinWait();
                    }

                    // Then
                    assertEquals(Optional.of(one.manifest()), askFromAnotherThread());
                    ledger.settle(one.manifest().model(), Settlement.ADAPTED);
                    return null;
                });
        intake.join();
        assertEquals(Optional.of(two.manifest()), ledger.wanted());
    }

    @Test
    void wants_after_a_failed_transaction_what_the_database_says() {
        // Given
        ledger.offer(one.value());

        // When
        assertFails(
                ErrorCode.STORAGE_FAILED,
                () ->
                        database.inTransaction(
                                open -> {
                                    ledger.settle(one.manifest().model(), Settlement.FAILED);
                                    throw new SQLException("database or disk is full");
                                }));

        // Then
        assertEquals(Optional.of(one.manifest()), ledger.wanted());
        assertEquals(ledger.wanted(), new ManifestLedger(database, SampleModel.reader()).wanted());

        // When
        ledger.settle(one.manifest().model(), Settlement.FAILED);

        // Then
        assertEquals(Optional.empty(), ledger.wanted());
    }

    private Optional<Manifest> askFromAnotherThread() {
        try {
            return CompletableFuture.supplyAsync(ledger::wanted).get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the ledger cannot be asked", e);
        }
    }
}
