package io.stampede.agent.receive;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.hold.HoldPoint;
import io.stampede.agent.hold.Moment.Point;
import io.stampede.agent.hold.Stage;
import io.stampede.agent.intake.Manifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins receptions; each goes on where the last one of the same file ended. */
public final class ModelReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(ModelReceiver.class);

    private final Path incoming;
    private final Parts parts;
    private final HoldPoint hold;

    /**
     * What a reception works with.
     *
     * @param shelf where finished models go
     * @param ledger which chunks were verified
     * @param source where chunks come from
     * @param check what a finished file must pass
     */
    public record Parts(
            ModelShelf shelf, ChunkLedger ledger, ChunkSource source, ModelCheck check) {
        /** Checks the components. */
        public Parts {
            requireNonNull(shelf, "shelf is null");
            requireNonNull(ledger, "ledger is null");
            requireNonNull(source, "source is null");
            requireNonNull(check, "check is null");
        }
    }

    /**
     * Creates a receiver.
     *
     * @param incoming where partial files lie
     */
    public ModelReceiver(Path incoming, Parts parts) {
        this(incoming, parts, HoldPoint.NONE);
    }

    /**
     * Creates a receiver that a fault test may hold.
     *
     * @param incoming where partial files lie
     */
    public ModelReceiver(Path incoming, Parts parts, HoldPoint hold) {
        this.incoming = requireNonNull(incoming, "incoming is null");
        this.parts = requireNonNull(parts, "parts is null");
        this.hold = requireNonNull(hold, "hold is null");
    }

    /** Asks a step of a reception under way to give up soon. May be called by any thread. */
    public void hurry() {
        parts.source().hurry();
    }

    /** How many bytes of a model are not here yet. */
    public long missingBytes(Manifest manifest) {
        return PartialModel.missingBytes(incoming, manifest, parts.ledger());
    }

    /** Drops what was received of all models but one. */
    public void keepOnly(Optional<Manifest> wanted) {
        String key = wanted.map(Manifest::contentKey).orElse("");
        PartialModel.deleteOthers(incoming, key);
        parts.ledger().forgetOthers(key);
    }

    /**
     * Begins or resumes a reception.
     *
     * @param older versions whose unchanged chunks are copied where they are still on the shelf
     * @return the reception, which the caller closes
     */
    public Reception begin(Manifest manifest, List<Manifest> older) {
        hold.reach(Stage.RECEIVE, Point.ENTER);
        PartialModel partial = PartialModel.open(incoming, manifest, parts.ledger());
        int resumed = partial.count();
        int copied = new LocalChunks(parts.shelf()).copyInto(partial, manifest, older);
        LOG.atInfo()
                .addKeyValue("model", manifest.model().label())
                .addKeyValue("chunks", manifest.chunks().size())
                .addKeyValue("resumed", resumed)
                .addKeyValue("copied", copied)
                .log("Receiving a model");
        return new Reception(manifest, partial, parts, hold);
    }
}
