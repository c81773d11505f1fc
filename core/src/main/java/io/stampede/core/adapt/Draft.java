package io.stampede.core.adapt;

import io.stampede.core.model.RowSource;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.prune.ChannelMask;
import java.util.Map;

/**
 * A network that the final cut is made from: the full one in its file, or what the pruning steps
 * have left of it in memory. The caller closes it after the cut.
 *
 * @param full the network before any cut
 * @param mask the channels of it that are left
 * @param source weights of what is left, not folded
 * @param expected group to E[m] of each channel that is left
 * @param owner gives up the memory of what is left
 */
record Draft(
        NetworkSpec full,
        ChannelMask mask,
        RowSource source,
        Map<String, float[]> expected,
        Runnable owner)
        implements AutoCloseable {

    /** The full network as it lies in a file. */
    static Draft whole(NetworkSpec full, RowSource source, Map<String, float[]> expected) {
        return new Draft(full, ChannelMask.all(full), source, expected, () -> {});
    }

    /** The network that is left. */
    NetworkSpec spec() {
        return full.withChannels(mask.keptCounts());
    }

    @Override
    public void close() {
        owner.run();
    }
}
