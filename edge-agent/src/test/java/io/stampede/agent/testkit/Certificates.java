package io.stampede.agent.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes key stores with this Java's own keytool. */
public final class Certificates {
    /** Password of every store. */
    public static final String PASSWORD = "secret-of-a-test";

    private Certificates() {}

    /**
     * Makes a PKCS12 store with one self-signed certificate for localhost.
     *
     * @param options further options of {@code keytool -genkeypair}
     */
    public static Path selfSigned(Path store, String... options) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "broker",
                                "-keyalg",
                                "EC",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                store.toString()));
        command.addAll(List.of(options));
        if (!command.contains("-dname")) {
            command.addAll(List.of("-dname", "CN=localhost"));
        }
        if (!command.contains("-ext")) {
            command.addAll(List.of("-ext", "san=dns:localhost,ip:127.0.0.1"));
        }
        try {
            Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
            if (keytool.waitFor() != 0) {
                throw new AssertionError("keytool: " + said);
            }
            return store;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
