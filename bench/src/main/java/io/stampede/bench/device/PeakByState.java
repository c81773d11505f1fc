package io.stampede.bench.device;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.HashMap;
import java.util.Map;

/** The most memory seen in each state of an agent. */
final class PeakByState {
    private final Map<String, Long> peaks = new HashMap<>();

    void add(String state, long bytes) {
        peaks.merge(state, bytes, Math::max);
    }

    /**
     * The peak of one state.
     *
     * @throws StampedeException where the agent was never seen in it
     */
    long of(String state) {
        Long peak = peaks.get(state);
        if (peak == null) {
            throw new StampedeException(
                    ErrorCode.INTERNAL,
                    "expected to see the agent %s, saw %s".formatted(state, peaks.keySet()));
        }
        return peak;
    }
}
