package io.stampede.agent.testkit;

import io.stampede.agent.intake.ChunkLocation;
import io.stampede.agent.receive.ChunkSource;
import io.stampede.agent.receive.FetchedChunk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A chunk topic in memory whose records a test may spoil, withhold, repeat or reorder. */
public final class FakeChunkSource implements ChunkSource {
    private final Map<Long, List<FetchedChunk>> records = new HashMap<>();
    private final List<Long> fetched = new ArrayList<>();
    private Optional<RuntimeException> failure = Optional.empty();

    /** Lays every chunk of a model where its manifest says. */
    public FakeChunkSource publish(SampleModel model) {
        for (int i = 0; i < model.chunks(); i++) {
            put(model.fetched(i));
        }
        return this;
    }

    /** Lays a record at its offset in place of what was there. */
    public FakeChunkSource put(FetchedChunk... replies) {
        records.put(replies[0].offset(), List.of(replies));
        return this;
    }

    /** Answers a fetch of one offset with the given records. */
    public FakeChunkSource answer(long offset, List<FetchedChunk> replies) {
        records.put(offset, replies);
        return this;
    }

    /** Every further fetch fails. */
    public void failWith(RuntimeException error) {
        failure = Optional.of(error);
    }

    /** Fetches work again. */
    public void recover() {
        failure = Optional.empty();
    }

    /** Offsets that were asked for, in order. */
    public List<Long> fetchedOffsets() {
        return List.copyOf(fetched);
    }

    @Override
    public void fetch(String topic, List<ChunkLocation> wanted, Consumer<FetchedChunk> sink) {
        if (failure.isPresent()) {
            throw failure.get();
        }
        for (ChunkLocation chunk : wanted) {
            fetched.add(chunk.offset());
            records.getOrDefault(chunk.offset(), List.of()).forEach(sink);
        }
    }

    @Override
    public void release() {}
}
