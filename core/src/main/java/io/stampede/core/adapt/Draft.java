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
 * @param scores group to what each channel that is left is ranked by
 * @param owner gives up the memory of what is left
 */
record Draft(
        NetworkSpec full,
        ChannelMask mask,
        RowSource source,
        Map<String, float[]> expected,
        Map<String, float[]> scores,
        Runnable owner)
        implements AutoCloseable {

    /** Ranks candidates whose memory somebody gives up. */
    static Draft of(ChannelScorer.Candidates candidates, ChannelScorer scorer, Runnable owner) {
        return new Draft(
                candidates.full(),
                candidates.left(),
                candidates.weights(),
                candidates.expectedMask(),
                scorer.scores(candidates),
                owner);
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
