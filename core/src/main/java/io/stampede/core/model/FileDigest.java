package io.stampede.core.model;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests files, to name models by what they are. */
public final class FileDigest {
    private static final int BUFFER_BYTES = 1 << 16;

    private FileDigest() {}

    /**
     * SHA-256 of a whole file, in lower-case hexadecimal.
     *
     * @throws StampedeException with {@link ErrorCode#MODEL_UNREADABLE}
     */
    public static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.MODEL_UNREADABLE, "expected to read " + file + ", found " + e, e);
        } catch (NoSuchAlgorithmException e) {
            throw new StampedeException(ErrorCode.INTERNAL, "every Java has SHA-256", e);
        }
    }
}
