package io.stampede.proto;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The names of all topics, which differ between installations by their prefix only.
 *
 * @param prefix first part of every name: letters, digits, {@code -} and {@code _}
 */
public record Topics(String prefix) {
    /** The prefix of an installation that configures none. */
    public static final String DEFAULT_PREFIX = "stampede";

    // Above DEFAULT, whose constructor needs it.
    private static final Pattern LEGAL_PREFIX = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** The names of an installation that configures no prefix. */
    public static final Topics DEFAULT = new Topics(DEFAULT_PREFIX);

    /** Checks the prefix. */
    public Topics {
        requireNonNull(prefix, "prefix is null");
        if (!LEGAL_PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "expected a topic prefix of 1 to 64 letters, digits, - or _, found '"
                            + prefix
                            + "'");
        }
    }

    /** The names under a prefix. */
    public static Topics withPrefix(String prefix) {
        return new Topics(prefix);
    }

    /** Compacted, key model name, value {@code ModelManifest}; server to all devices. */
    public String manifest() {
        return prefix + ".model.manifest";
    }

    /** Compacted, key lower-case hexadecimal SHA-256, value {@code ModelChunk}; to all devices. */
    public String chunk() {
        return prefix + ".model.chunk";
    }

    /** Retained for days, key device id, value {@code AdaptationReport}; devices to server. */
    public String report() {
        return prefix + ".device.report";
    }

    /** Compacted, key device id, value {@code DeviceStatus}; devices to server. */
    public String status() {
        return prefix + ".device.status";
    }

    /** Where records of a topic go that cannot be used, with the reason in a header. */
    public String deadLetters(String topic) {
        return requireNonNull(topic, "topic is null") + ".dlq";
    }

    /** Every topic of an installation, dead letters of what the server consumes included. */
    public List<String> all() {
        return List.of(
                manifest(),
                chunk(),
                report(),
                status(),
                deadLetters(report()),
                deadLetters(status()));
    }
}
