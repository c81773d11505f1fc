package io.stampede.agent.doctor;

import java.util.List;
import java.util.Locale;

/** Are natives for this platform in the program, as the jars say? */
public final class NativesCheck implements Check {
    private static final String NAME = "natives";
    private static final String PYTORCH = "native/lib/pytorch.properties";

    @Override
    public List<Finding> look() {
        String platform = platform();
        String found = NativeDescription.read(PYTORCH).orElse("");
        if (found.contains(platform)) {
            return List.of(Finding.fine(NAME, "libtorch for " + platform));
        }
        String what =
                found.isEmpty()
                        ? "found no libtorch in the program"
                        : "found libtorch for %s, this is %s".formatted(found, platform);
        return List.of(
                Finding.problem(NAME, what, "install the package that was built for " + platform));
    }

    static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String os = system.startsWith("win") ? "win" : system.startsWith("mac") ? "osx" : "linux";
        String arch = System.getProperty("os.arch");
        return os + "-" + (arch.equals("amd64") ? "x86_64" : arch);
    }
}
