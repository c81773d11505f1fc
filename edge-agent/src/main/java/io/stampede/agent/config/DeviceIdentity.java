package io.stampede.agent.config;

import io.stampede.agent.store.AtomicFile;
import io.stampede.agent.store.DataDirectory;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.proto.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** The stable name of a device: configured, or made once and kept for its owner's eyes only. */
public final class DeviceIdentity {
    private DeviceIdentity() {}

    /**
     * The device's id.
     *
     * @param configured the id to use in place of one of our own making
     * @throws StampedeException with {@link ErrorCode#INVALID_CONFIGURATION} where it has other
     *     characters than allowed, with {@link ErrorCode#STORAGE_FAILED} where it cannot be kept
     */
    public static String of(DataDirectory directory, Optional<String> configured) {
        return checked(configured.orElseGet(() -> kept(directory.deviceId())));
    }

    private static String kept(Path file) {
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            byte[] random = new byte[8];
            new SecureRandom().nextBytes(random);
            String id = "device-" + HexFormat.of().formatHex(random);
            AtomicFile.write(file, id.getBytes(StandardCharsets.UTF_8));
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            return id;
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "could not keep the device id in %s: %s".formatted(file, e.getMessage()),
                    e);
        }
    }

    private static String checked(String id) {
        if (!id.matches(Limits.ID_PATTERN)) {
            throw new StampedeException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "expected a device id like %s, found '%s'"
                            .formatted(Limits.ID_PATTERN, id.replaceAll("\\p{Cntrl}", "?")));
        }
        return id;
    }
}
