package io.stampede.agent.receive;

import io.stampede.agent.hold.HoldPoint;
import io.stampede.agent.hold.Moment.Point;
import io.stampede.agent.hold.Stage;
import io.stampede.agent.intake.ChunkLocation;
import io.stampede.agent.intake.Manifest;
import io.stampede.agent.intake.Sha256;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The arrival of one model, step by step; a step fetches a handful of chunks.
 *
 * <p>Not thread-safe. Closing it keeps everything that was verified for the next reception.
 */
public final class Reception implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    /** Chunks per step: few, so that a stop or a newer manifest is heard soon. */
    static final int CHUNKS_PER_STEP = 8;

    /** Times that all of what is missing is asked for in vain before the model is given up. */
    static final int FRUITLESS_ROUNDS = 3;

    private final Manifest manifest;
    private final PartialModel partial;
    private final ModelReceiver.Parts parts;
    private final HoldPoint hold;
    private final Map<Integer, ErrorCode> faults = new HashMap<>();
    private int next;
    private long askedInVain;
    private long arrived;
    private Optional<Path> installed = Optional.empty();

    Reception(Manifest manifest, PartialModel partial, ModelReceiver.Parts parts, HoldPoint hold) {
        this.manifest = manifest;
        this.partial = partial;
        this.parts = parts;
        this.hold = hold;
    }

    /** What is being received. */
    public Manifest manifest() {
        return manifest;
    }

    /** Share of the chunks that are here, in [0, 1]. */
    public double progress() {
        return installed.isPresent() ? 1 : (double) partial.count() / manifest.chunks().size();
    }

    /**
     * Fetches, or finishes where nothing is missing any more.
     *
     * @return the installed file as soon as it is complete and valid
     * @throws StampedeException with {@code TRANSPORT_FAILED} or {@code STORAGE_FAILED} where
     *     trying again later makes sense; with {@code CHUNK_MISSING}, {@code CHUNK_CORRUPT}, {@code
     *     CHUNK_TRUNCATED}, {@code CHUNK_OVERSIZED}, {@code CHUNK_EMPTY}, {@code MODEL_CORRUPT},
     *     {@code MODEL_NOT_FINITE} or {@code MODEL_FORMAT_UNKNOWN} where it does not
     */
    public Optional<Path> step() {
        if (installed.isPresent()) {
            return installed;
        }
        List<Integer> missing = partial.missing(Integer.MAX_VALUE);
        if (missing.isEmpty()) {
            finish();
        } else {
            fetch(missing);
        }
        return installed;
    }

    @Override
    public void close() {
        partial.close();
        parts.source().release();
    }

    private void fetch(List<Integer> missing) {
        int before = partial.count();
        List<Integer> asked = choose(missing);
        List<ChunkLocation> wanted = asked.stream().map(manifest.chunks()::get).toList();
        try {
            parts.source().fetch(manifest.chunkTopic(), wanted, this::accept);
        } finally {
            askedInVain = partial.count() > before ? 0 : askedInVain + asked.size();
        }
        if (askedInVain >= (long) FRUITLESS_ROUNDS * missing.size()) {
            throw givenUp(missing);
        }
    }

    /** Goes round: chunks that cannot be had must not keep others from being asked for. */
    private List<Integer> choose(List<Integer> missing) {
        List<Integer> asked =
                Stream.concat(
                                missing.stream().filter(index -> index >= next),
                                missing.stream().filter(index -> index < next))
                        .limit(CHUNKS_PER_STEP)
                        .toList();
        next = asked.get(asked.size() - 1) + 1;
        return asked;
    }

    /** Goes by what the bytes are, not by what their record says they are. */
    private void accept(FetchedChunk fetched) {
        arrived++;
        String digest = Sha256.hex(fetched.data());
        boolean useful = false;
        for (int index = 0; index < manifest.chunks().size(); index++) {
            ChunkLocation chunk = manifest.chunks().get(index);
            if (chunk.sha256().equals(digest)) {
                useful = true;
                if (!partial.has(index) && chunk.lengthBytes() == fetched.data().length) {
                    partial.write(index, fetched.data());
                    if (2 * partial.count() >= manifest.chunks().size()) {
                        hold.reach(Stage.RECEIVE, Point.MIDDLE);
                    }
                }
            }
        }
        if (!useful) {
            noteFault(fetched);
        }
    }

    /** The right key with other bytes is damage; a foreign key is a record we do not want. */
    private void noteFault(FetchedChunk fetched) {
        for (int index = 0; index < manifest.chunks().size(); index++) {
            ChunkLocation chunk = manifest.chunks().get(index);
            if (chunk.sha256().equals(fetched.key())) {
                faults.put(index, fetched.fault(chunk.lengthBytes()));
            }
        }
    }

    private StampedeException givenUp(List<Integer> missing) {
        Optional<Integer> damaged = missing.stream().filter(faults::containsKey).findFirst();
        int index = damaged.orElse(missing.get(0));
        ChunkLocation chunk = manifest.chunks().get(index);
        String where =
                "chunk %d of %s at partition %d, offset %d"
                        .formatted(
                                index, manifest.model().label(), chunk.partition(), chunk.offset());
        return damaged.isPresent()
                ? new StampedeException(
                        faults.get(index),
                        "expected %s with %d bytes of SHA-256 %s, found others in %d tries; publish"
                                        .formatted(
                                                where,
                                                chunk.lengthBytes(),
                                                chunk.sha256(),
                                                FRUITLESS_ROUNDS)
                                + " it again")
                : new StampedeException(
                        ErrorCode.CHUNK_MISSING,
                        "expected %s, found no such record in %d tries; publish it again"
                                .formatted(where, FRUITLESS_ROUNDS));
    }

    private void finish() {
        hold.reach(Stage.RECEIVE, Point.LEAVE);
        hold.reach(Stage.VERIFY, Point.ENTER);
        if (!partial.digest().equals(manifest.model().sha256())) {
            if (partial.unmarkDamaged() > 0) {
                return;
            }
            partial.discard();
            throw new StampedeException(
                    ErrorCode.MODEL_CORRUPT,
                    ("expected %s with SHA-256 %s, found right chunks that make another file; the"
                                    + " manifest contradicts itself, publish it again")
                            .formatted(manifest.model().label(), manifest.model().sha256()));
        }
        hold.reach(Stage.VERIFY, Point.MIDDLE);
        try {
            parts.check().check(partial.file(), manifest);
        } catch (StampedeException e) {
            partial.discard();
            throw e;
        }
        LOG.atInfo()
                .addKeyValue("model", manifest.model().label())
                .addKeyValue("fetched", arrived)
                .log("A model is whole and sound");
        installed = Optional.of(parts.shelf().install(manifest.model(), partial.file()));
        parts.ledger().forget(manifest.contentKey());
        hold.reach(Stage.VERIFY, Point.LEAVE);
    }
}
