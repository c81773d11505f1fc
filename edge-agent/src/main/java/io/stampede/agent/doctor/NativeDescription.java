package io.stampede.agent.doctor;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;

/** What a jar of natives says about itself. */
final class NativeDescription {
    private NativeDescription() {}

    /** Platform and version, empty where there is no such jar. */
    static Optional<String> read(String resource) {
        ClassLoader loader = NativeDescription.class.getClassLoader();
        try (InputStream in = loader.getResourceAsStream(resource)) {
            if (in == null) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(in);
            return Optional.of(
                    "%s %s"
                            .formatted(
                                    properties.getProperty("classifier", "an unnamed platform"),
                                    properties.getProperty("version", "")));
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.INTERNAL, "expected to read " + resource + " from the program", e);
        }
    }
}
