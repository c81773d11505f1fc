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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The arrival of one model, step by step; a step fetches a handful of chunks.
 *
 * <p>Not thread-safe. Closing it keeps everything that was verified for the next reception.
 */
public final class Reception implements AutoCloseable {
    /** Chunks per step: few, so that a stop or a newer manifest is heard soon. */
    static final int CHUNKS_PER_STEP = 8;

    /** Steps in a row that may bring nothing before the model is given up. */
    static final int FRUITLESS_STEPS = 3;

    private final Manifest manifest;
    private final PartialModel partial;
    private final ModelReceiver.Parts parts;
    private final HoldPoint hold;
    private final Set<Integer> corrupt = new HashSet<>();
    private int fruitless;
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
     *     MODEL_CORRUPT} or {@code MODEL_FORMAT_UNKNOWN} where it does not
     */
    public Optional<Path> step() {
        if (installed.isPresent()) {
            return installed;
        }
        List<Integer> missing = partial.missing(CHUNKS_PER_STEP);
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
        List<ChunkLocation> wanted = missing.stream().map(manifest.chunks()::get).toList();
        try {
            parts.source().fetch(manifest.chunkTopic(), wanted, this::accept);
        } finally {
            fruitless = partial.count() > before ? 0 : fruitless + 1;
        }
        if (fruitless >= FRUITLESS_STEPS) {
            throw givenUp(missing);
        }
    }

    /** Goes by what the bytes are, not by what their record says they are. */
    private void accept(FetchedChunk fetched) {
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
            noteCorrupt(fetched);
        }
    }

    /** The right key with other bytes is damage; a foreign key is a record we do not want. */
    private void noteCorrupt(FetchedChunk fetched) {
        IntStream.range(0, manifest.chunks().size())
                .filter(index -> manifest.chunks().get(index).sha256().equals(fetched.key()))
                .forEach(corrupt::add);
    }

    private StampedeException givenUp(List<Integer> missing) {
        Optional<Integer> damaged = missing.stream().filter(corrupt::contains).findFirst();
        int index = damaged.orElse(missing.get(0));
        ChunkLocation chunk = manifest.chunks().get(index);
        String where =
                "chunk %d of %s at partition %d, offset %d"
                        .formatted(
                                index, manifest.model().label(), chunk.partition(), chunk.offset());
        return damaged.isPresent()
                ? new StampedeException(
                        ErrorCode.CHUNK_CORRUPT,
                        "expected %s with SHA-256 %s, found other bytes %d times; publish it again"
                                .formatted(where, chunk.sha256(), FRUITLESS_STEPS))
                : new StampedeException(
                        ErrorCode.CHUNK_MISSING,
                        "expected %s, found no such record in %d tries; publish it again"
                                .formatted(where, FRUITLESS_STEPS));
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
        installed = Optional.of(parts.shelf().install(manifest.model(), partial.file()));
        parts.ledger().forget(manifest.contentKey());
        hold.reach(Stage.VERIFY, Point.LEAVE);
    }
}
