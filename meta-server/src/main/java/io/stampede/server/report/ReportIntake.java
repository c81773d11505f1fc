package io.stampede.server.report;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.stampede.core.StampedeException;
import io.stampede.proto.Limits;
import io.stampede.proto.v1.AdaptationReport;
import io.stampede.proto.v1.DeviceStatus;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what devices send: refuses what cannot be right, stores a report once.
 *
 * <p>Fields that the contract does not name are dropped before anything is stored: a device can put
 * nothing else into this database. Safe for several threads.
 */
public final class ReportIntake {
    private static final Logger LOG = LoggerFactory.getLogger(ReportIntake.class);
    private static final Parser<AdaptationReport> REPORTS =
            DiscardUnknownFieldsParser.wrap(AdaptationReport.parser());
    private static final Parser<DeviceStatus> STATUSES =
            DiscardUnknownFieldsParser.wrap(DeviceStatus.parser());

    private final DeviceInbox inbox;
    private final Clock clock;

    /** Creates an intake into an inbox. */
    public ReportIntake(DeviceInbox inbox, Clock clock) {
        this.inbox = requireNonNull(inbox, "inbox is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Takes a report.
     *
     * @param key of the record, the device that sent it; null where it had none
     * @param message the record's value; null where it had none
     * @throws StampedeException {@code INVALID_ARGUMENT} with the reason where it is refused for
     *     good; {@code STORAGE_FAILED} where it should be tried again
     */
    public Intake report(String key, byte[] message) {
        AdaptationReport report = parse(REPORTS, message);
        ReportRules.check(report);
        requireSender(key, report.getDeviceId());
        boolean stored = inbox.insertOnce(new StoredReport(report, clock.instant()));
        if (stored) {
            LOG.atInfo()
                    .addKeyValue("deviceId", report.getDeviceId())
                    .addKeyValue("modelId", report.getModelName())
                    .addKeyValue("outcome", report.getOutcome())
                    .log("report stored");
        }
        return stored ? Intake.STORED : Intake.DUPLICATE;
    }

    /**
     * Takes a status, the last of which wins.
     *
     * @throws StampedeException as {@link #report}
     */
    public void status(String key, byte[] message) {
        DeviceStatus status = parse(STATUSES, message);
        StatusRules.check(status);
        requireSender(key, status.getDeviceId());
        inbox.replaceStatus(new StoredStatus(status, clock.instant()));
    }

    private static <M extends MessageLite> M parse(Parser<M> parser, byte[] message) {
        if (message == null || message.length == 0) {
            throw Expect.refusal("expected a message, found an empty record");
        }
        if (message.length > Limits.MAX_DEVICE_MESSAGE_BYTES) {
            throw Expect.refusal(
                    "expected at most %d bytes, found %d"
                            .formatted(Limits.MAX_DEVICE_MESSAGE_BYTES, message.length));
        }
        try {
            return parser.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            throw Expect.refusal("expected a protobuf message, found " + e.getMessage());
        }
    }

    /** Broker ACLs can tie a device to its key, so the key must tie the message to the device. */
    private static void requireSender(String key, String deviceId) {
        Expect.that(deviceId.equals(key), "the record's key", "'" + deviceId + "'", key);
    }
}
