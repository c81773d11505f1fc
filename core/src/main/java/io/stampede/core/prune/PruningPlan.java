package io.stampede.core.prune;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import java.util.List;
import java.util.Map;

/**
 * What to cut out of which network; valid by construction.
 *
 * @param full the network before pruning
 * @param mask the channels that stay
 */
public record PruningPlan(NetworkSpec full, ChannelMask mask) {
    /** Checks that the mask is one of this network. */
    public PruningPlan {
        requireNonNull(full, "full is null");
        requireNonNull(mask, "mask is null");
        if (!full.channels().equals(mask.channels())) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected a mask over channels %s, found one over %s"
                            .formatted(full.channels(), mask.channels()));
        }
    }

    /** The network of the kept channels alone. */
    public NetworkSpec subnetwork() {
        return full.withChannels(mask.keptCounts());
    }

    /** Group to the ascending indices of the channels that stay. */
    public Map<String, List<Integer>> kept() {
        return mask.kept();
    }

    /** Exact cost of the subnetwork. */
    public Cost cost(CostModel costs) {
        return costs.of(subnetwork());
    }
}
