package io.stampede.agent.egress;

/** Takes note of a message before it leaves the device. */
@FunctionalInterface
public interface EgressLedger {
    /**
     * Notes a message; when this returns, the note is on disk and the message may leave. Every
     * attempt counts, so a message that is sent again is noted again.
     *
     * @throws io.stampede.core.StampedeException with {@code STORAGE_FAILED} where it cannot be
     *     noted; the message must then not be sent
     */
    void note(OutboundMessage message);
}
