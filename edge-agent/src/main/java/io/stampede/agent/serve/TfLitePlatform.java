package io.stampede.agent.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Tells whether TensorFlow Lite can run here, without loading it.
 *
 * <p>Asked first because DJL would otherwise try to download the native.
 */
public final class TfLitePlatform {
    private static final String JAR_NATIVE = "/native/lib/tflite.properties";

    /** Version of the runtime that the engine's Java side is made for. */
    private static final String VERSION = "2.6.2";

    private static final String LIBRARY = "libtensorflowlite_jni";

    private TfLitePlatform() {}

    /**
     * Whether there is a native for this machine: in a jar, or built by hand and laid where DJL
     * looks for it (docs/operations.md).
     */
    public static boolean isSupported() {
        return isSupported(
                name(System.getProperty("os.name"), System.getProperty("os.arch")),
                cache(System.getenv(), System.getProperty("user.home")));
    }

    static boolean isSupported(String platform, Path cache) {
        return inJar(platform) || inCache(platform, cache);
    }

    /** DJL's name of a machine, for example {@code linux-x86_64}. */
    static String name(String os, String architecture) {
        String system = os.toLowerCase(Locale.ROOT);
        String family =
                system.startsWith("mac") ? "osx" : system.startsWith("win") ? "win" : system;
        return family + "-" + ("amd64".equals(architecture) ? "x86_64" : architecture);
    }

    private static Path cache(Map<String, String> environment, String home) {
        String set = environment.getOrDefault("DJL_CACHE_DIR", "");
        return set.isEmpty() ? Path.of(home, ".djl.ai") : Path.of(set);
    }

    private static boolean inJar(String platform) {
        try (InputStream in = TfLitePlatform.class.getResourceAsStream(JAR_NATIVE)) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("classifier", "").startsWith("cpu-" + platform);
        } catch (IOException e) {
            return false; // a native that cannot even be described cannot be loaded
        }
    }

    private static boolean inCache(String platform, Path cache) {
        Path directory = cache.resolve("tflite").resolve(VERSION + "-cpu-" + platform);
        return Files.isRegularFile(directory.resolve(LIBRARY + ".so"))
                || Files.isRegularFile(directory.resolve(LIBRARY + ".dylib"));
    }
}
