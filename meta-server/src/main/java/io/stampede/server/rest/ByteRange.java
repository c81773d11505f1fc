package io.stampede.server.rest;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Part of a file, as the Range header of RFC 9110 asks for it.
 *
 * @param first byte of the part
 * @param last byte of the part
 */
record ByteRange(long first, long last) {
    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * Reads a header; what is no single range of bytes is ignored, as the RFC allows.
     *
     * @throws Refusal where the file has no such part
     */
    static Optional<ByteRange> parse(String header, long size) {
        Matcher matcher = SINGLE.matcher(header == null ? "" : header.strip());
        if (!matcher.matches() || matcher.group(1).isEmpty() && matcher.group(2).isEmpty()) {
            return Optional.empty();
        }
        boolean suffix = matcher.group(1).isEmpty();
        long first =
                suffix
                        ? Math.max(0, size - Long.parseLong(matcher.group(2)))
                        : Long.parseLong(matcher.group(1));
        long last =
                suffix || matcher.group(2).isEmpty()
                        ? size - 1
                        : Math.min(size - 1, Long.parseLong(matcher.group(2)));
        if (first > last) {
            throw Refusal.range(
                    "expected a range within %d bytes, found %s".formatted(size, header));
        }
        return Optional.of(new ByteRange(first, last));
    }

    long length() {
        return last - first + 1;
    }
}
