package io.stampede.agent.doctor;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;

/** Are natives for this platform in the program, as the jars say? */
public final class NativesCheck implements Check {
    private final String name;
    private final String description;
    private final boolean needed;

    /** What libtorch's jar is known by. */
    public static NativesCheck pytorch() {
        return new NativesCheck("natives", "native/lib/pytorch.properties", true);
    }

    /** What TensorFlow Lite's jar is known by; without it PyTorch serves. */
    public static NativesCheck tensorFlowLite() {
        return new NativesCheck("tflite", "native/lib/tflite.properties", false);
    }

    private NativesCheck(String name, String description, boolean needed) {
        this.name = requireNonNull(name, "name is null");
        this.description = requireNonNull(description, "description is null");
        this.needed = needed;
    }

    @Override
    public List<Finding> look() {
        String platform = platform();
        String found = NativeDescription.read(description).orElse("");
        if (found.contains(platform)) {
            return List.of(Finding.fine(name, "natives for " + platform));
        }
        String what =
                found.isEmpty()
                        ? "found no natives in the program"
                        : "found natives for %s, this is %s".formatted(found, platform);
        return List.of(
                needed
                        ? Finding.problem(
                                name, what, "install the package that was built for " + platform)
                        : Finding.warning(
                                name,
                                what,
                                "nothing, if answers of the PyTorch engine are fast enough; else"
                                        + " install the package built for "
                                        + platform));
    }

    static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String os = system.startsWith("win") ? "win" : system.startsWith("mac") ? "osx" : "linux";
        String arch = System.getProperty("os.arch");
        return os + "-" + (arch.equals("amd64") ? "x86_64" : arch);
    }
}
