package io.stampede.agent.adapt;

/** Runs adaptations without keeping the daemon waiting. */
@FunctionalInterface
public interface AdaptationRunner {
    /**
     * Starts an adaptation and returns at once.
     *
     * @return the adaptation under way, which the caller closes
     * @throws io.stampede.core.StampedeException with {@code ENGINE_FAILED} where it cannot start
     */
    RunningAdaptation start(AdaptationOrder order);
}
