package io.stampede.agent.doctor;

import static java.util.Objects.requireNonNull;

/**
 * What a probe of one broker address found.
 *
 * @param kind what it is
 * @param address host and port
 * @param found what was found, one line
 * @param fix what to do about it, empty where all is well
 */
public record BrokerVerdict(Kind kind, String address, String found, String fix) {
    /** What can be at an address. */
    public enum Kind {
        /** A Kafka broker that speaks as configured. */
        FINE,
        /** Nobody, or nobody who answers. Time may cure it. */
        UNREACHABLE,
        /** A certificate that this device does not accept, or the other way round. */
        CERTIFICATE,
        /** A port for TLS, and the configuration says plaintext, or the other way round. */
        OTHER_PROTOCOL,
        /** Something that is not Kafka. */
        NOT_KAFKA
    }

    /** Checks the components. */
    public BrokerVerdict {
        requireNonNull(kind, "kind is null");
        requireNonNull(address, "address is null");
        requireNonNull(found, "found is null");
        requireNonNull(fix, "fix is null");
    }

    /**
     * Whether a Kafka client must not be let near it: it takes the first bytes of what is not its
     * protocol for a length, and allocates so much.
     */
    public boolean isDangerous() {
        return kind == Kind.OTHER_PROTOCOL || kind == Kind.NOT_KAFKA;
    }

    /** Found and fix in one sentence. */
    public String message() {
        return fix.isEmpty() ? found : found + "; " + fix;
    }
}
