package io.stampede.server.registry;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of what passes by. */
public final class Digests {
    private Digests() {}

    /** A fresh SHA-256. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new StampedeException(ErrorCode.INTERNAL, "every Java has SHA-256", e);
        }
    }

    /** Writes a stream to an existing file and gives its SHA-256 in lower-case hexadecimal. */
    static String copy(InputStream stream, Path file) throws IOException {
        DigestInputStream digested = new DigestInputStream(stream, sha256());
        Files.copy(digested, file, StandardCopyOption.REPLACE_EXISTING);
        return HexFormat.of().formatHex(digested.getMessageDigest().digest());
    }
}
