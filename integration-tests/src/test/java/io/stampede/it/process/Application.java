package io.stampede.it.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.it.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The two applications as the build leaves them, with the options of the launcher. */
public enum Application {
    /** The meta-server. */
    SERVER("meta-server", List.of("-Xmx768m")),
    /** The edge agent. */
    AGENT("edge-agent", List.of("-Xmx48m", "-Xss256k"));

    private final String module;
    private final List<String> options;

    Application(String module, List<String> options) {
        this.module = module;
        this.options = options;
    }

    /** The folder that is deployed. */
    public Path product() {
        return Checkout.file(module + "/target/quarkus-app");
    }

    /**
     * The command line.
     *
     * @param jvmOptions stronger than the launcher's
     */
    List<String> command(List<String> jvmOptions, List<String> arguments) {
        Path jar = product().resolve("quarkus-run.jar");
        assertTrue(
                Files.isRegularFile(jar),
                () -> "expected " + jar + ", found none; build with -am, at least to package");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dai.djl.offline=true",
                        "-DOPT_OUT_TRACKING=true",
                        "-Djava.awt.headless=true"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(arguments);
        return command;
    }
}
