package io.stampede.agent;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of this program, as the build wrote it into the jar. */
public final class AgentVersion {
    private AgentVersion() {}

    /** Reads the version. */
    public static String read() {
        Properties properties = new Properties();
        try (InputStream in = AgentVersion.class.getResourceAsStream("/agent-version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.INTERNAL, "expected agent-version.properties in the jar", e);
        }
        return properties.getProperty("version", "unknown");
    }
}
