package io.stampede.agent.receive;

import io.stampede.agent.intake.ChunkLocation;
import java.util.List;
import java.util.function.Consumer;

/**
 * The transport that chunks come by. It promises nothing: records may be missing, repeated, in any
 * order, damaged or foreign; the receiver sorts that out.
 *
 * <p>Used by one thread at a time.
 */
public interface ChunkSource {
    /**
     * Tries once to get each of the chunks wanted and returns when no more will come.
     *
     * @param topic where they lie
     * @param wanted not empty
     * @param sink called on this thread with every record that arrives
     * @throws io.stampede.core.StampedeException with {@code TRANSPORT_FAILED} where the transport
     *     itself gave up; what reached the sink before counts
     */
    void fetch(String topic, List<ChunkLocation> wanted, Consumer<FetchedChunk> sink);

    /** Asks a fetch under way to give up soon. May be called by any thread, and do nothing. */
    default void hurry() {}

    /** Lets go of connections and buffers until the next fetch. */
    void release();
}
