package io.stampede.core.adapt;

import io.stampede.core.model.RowSource;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.prune.ChannelMask;
import java.util.Map;

/**
 * Port that ranks channels: the weakest are given up first where the budget is short, and those
 * below {@link ChannelMask#THRESHOLD} in any case.
 *
 * <p>Only the choice is exchanged by another scorer: what is folded into the weights stays E[m].
 */
@FunctionalInterface
public interface ChannelScorer {
    /** The paper's: the mask generator's E[m] itself. */
    ChannelScorer EXPECTED_MASK = Candidates::expectedMask;

    /**
     * Scores every candidate.
     *
     * @return group to a finite score from 0 of each candidate, in the order of the candidates
     */
    Map<String, float[]> scores(Candidates candidates);

    /**
     * The channels to choose from.
     *
     * @param full the network before any cut
     * @param left which of its channels are candidates: all, unless pruning steps came before
     * @param weights of the candidates alone, not folded
     * @param expectedMask group to E[m] of each candidate
     */
    record Candidates(
            NetworkSpec full,
            ChannelMask left,
            RowSource weights,
            Map<String, float[]> expectedMask) {
        /** The network of the candidates, which the weights belong to. */
        public NetworkSpec network() {
            return full.withChannels(left.keptCounts());
        }
    }
}
