package io.stampede.agent.adapt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Says how the program that runs now can be started once more. */
public final class AgentProgram {
    private static final String MAIN_CLASS = "io.stampede.agent.AgentMain";

    private AgentProgram() {}

    /** This Java with the given options and this agent's code. */
    public static List<String> command(List<String> jvmOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        String classPath = System.getProperty("java.class.path");
        if (classPath.endsWith("quarkus-run.jar")) {
            command.add("-jar");
            command.add(Path.of(classPath).toAbsolutePath().toString());
        } else {
            command.addAll(List.of("-cp", classPath, MAIN_CLASS));
        }
        return List.copyOf(command);
    }
}
