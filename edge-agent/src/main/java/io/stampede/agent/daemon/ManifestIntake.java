package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.intake.ManifestLedger;
import io.stampede.agent.report.ReportOutbox;
import io.stampede.agent.report.ReportWriter;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes manifests in from the transport. A manifest that is refused gives a report and changes
 * nothing else.
 *
 * <p>Safe for many threads.
 */
public final class ManifestIntake {
    private static final Logger LOG = LoggerFactory.getLogger(ManifestIntake.class);

    private final ManifestLedger ledger;
    private final ReportOutbox outbox;
    private final ReportWriter reports;

    /** Creates an intake. */
    public ManifestIntake(ManifestLedger ledger, ReportOutbox outbox, ReportWriter reports) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.outbox = requireNonNull(outbox, "outbox is null");
        this.reports = requireNonNull(reports, "reports is null");
    }

    /**
     * Handles one manifest; when this returns, the record may be acknowledged.
     *
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED} alone: the record must then
     *     be delivered again
     */
    public void accept(byte[] value) {
        try {
            ManifestLedger.Verdict verdict = ledger.offer(value);
            LOG.atInfo().addKeyValue("verdict", verdict).log("Manifest received");
        } catch (StampedeException e) {
            if (e.code() == ErrorCode.STORAGE_FAILED) {
                throw e;
            }
            LOG.atWarn()
                    .addKeyValue("code", e.code())
                    .addKeyValue("error", e.getMessage())
                    .log("Manifest refused");
            outbox.add(reports.manifestRefused(e.code()));
        }
    }
}
