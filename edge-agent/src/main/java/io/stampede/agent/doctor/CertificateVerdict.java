package io.stampede.agent.doctor;

import io.stampede.agent.doctor.BrokerVerdict.Kind;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** Says why a handshake failed after the broker had shown its certificate. */
final class CertificateVerdict {
    private final String address;
    private final Instant now;

    CertificateVerdict(String address, Instant now) {
        this.address = address;
        this.now = now;
    }

    BrokerVerdict on(X509Certificate shown, IOException error) {
        Instant begin = shown.getNotBefore().toInstant();
        Instant end = shown.getNotAfter().toInstant();
        String reasons = reasons(error);
        if (now.isAfter(end)) {
            return verdict(
                    "the broker's certificate ended at %s and it is %s".formatted(end, now),
                    "renew the broker's certificate, or set this device's clock");
        }
        if (now.isBefore(begin)) {
            return verdict(
                    "the broker's certificate begins at %s and it is %s".formatted(begin, now),
                    "set this device's clock, or wait");
        }
        if (reasons.contains("valid certification path") || reasons.contains("trustAnchors")) {
            return verdict(
                    "the broker's certificate of %s is signed by nobody whom this device trusts"
                            .formatted(shown.getIssuerX500Principal().getName()),
                    "set kafka.ssl.truststore.location to a store with the authority's"
                            + " certificate");
        }
        if (reasons.contains("subject alternative") || reasons.contains("No name matching")) {
            return verdict(
                    "the broker's certificate is for another name: " + error.getMessage(),
                    "use a host name that is in the certificate, or have it issued for this one");
        }
        return verdict(
                "the handshake failed: " + error.getMessage(),
                "check whether the broker asks for a certificate of this device,"
                        + " kafka.ssl.keystore.*");
    }

    private BrokerVerdict verdict(String found, String fix) {
        return new BrokerVerdict(Kind.CERTIFICATE, address, found, fix);
    }

    private static String reasons(Throwable error) {
        StringBuilder reasons = new StringBuilder();
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            reasons.append(cause.getMessage()).append(' ');
        }
        return reasons.toString();
    }
}
