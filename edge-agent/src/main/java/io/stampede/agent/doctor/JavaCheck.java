package io.stampede.agent.doctor;

import java.util.List;

/** Is this a Java that the agent runs on? */
public final class JavaCheck implements Check {
    private static final String NAME = "java";
    private static final int OLDEST = 17;

    @Override
    public List<Finding> look() {
        int feature = Runtime.version().feature();
        String what =
                "Java %s of %s on %s %s"
                        .formatted(
                                Runtime.version(),
                                System.getProperty("java.vendor"),
                                System.getProperty("os.name"),
                                System.getProperty("os.arch"));
        if (feature < OLDEST) {
            return List.of(
                    Finding.problem(NAME, what, "install Java 17 or newer and set JAVA_HOME"));
        }
        if (!"64".equals(System.getProperty("sun.arch.data.model", "64"))) {
            return List.of(
                    Finding.problem(
                            NAME,
                            what + ", 32 bits",
                            "install a 64-bit system and Java; the engine has no other natives"));
        }
        return List.of(Finding.fine(NAME, what));
    }
}
