package io.stampede.agent.adapt;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.nn.EngineEnvironment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs each adaptation as the {@code adapt} command in a process of its own, so that the memory of
 * the tensor engine is given back when it ends.
 */
public final class ChildProcessRunner implements AdaptationRunner {
    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    // Spinning OpenMP threads make steps ten times slower on shared cores.
                    "OMP_WAIT_POLICY", "PASSIVE",
                    // A moment of waiting, in which the next work mostly comes: a quarter less
                    // time.
                    "GOMP_SPINCOUNT", "1000",
                    // Each arena of glibc may keep tens of MiB that nobody uses.
                    "MALLOC_ARENA_MAX", "1",
                    // Larger tensors go back to the system when they are freed: 30 MiB less at the
                    // peak and no slower, measured.
                    "MALLOC_MMAP_THRESHOLD_", "524288",
                    // Compiled kernels of shapes that do not come again; a network needs some 80.
                    "ONEDNN_PRIMITIVE_CACHE_CAPACITY", "128",
                    "OPT_OUT_TRACKING", "true");

    /** What systemd told the daemon is not meant for its child. */
    private static final Set<String> SUPERVISION =
            Set.of("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID");

    private final List<String> program;
    private final AdaptCommandLine command;

    /**
     * Creates a runner.
     *
     * @param program how to start this agent's jar, for example {@code java -jar agent.jar}
     * @param command what to tell it
     */
    public ChildProcessRunner(List<String> program, AdaptCommandLine command) {
        this.program = List.copyOf(program);
        this.command = requireNonNull(command, "command is null");
    }

    @Override
    public RunningAdaptation start(AdaptationOrder order) {
        List<String> line = new ArrayList<>(program);
        line.addAll(command.arguments(order));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.redirectOutput(order.directory().resolve(Slots.DOCUMENT).toFile());
        ENVIRONMENT.forEach(builder.environment()::putIfAbsent);
        EngineEnvironment.ofThisMachine().forEach(builder.environment()::putIfAbsent);
        builder.environment().keySet().removeAll(SUPERVISION);
        try {
            return new ChildProcess(builder.start(), order);
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.ENGINE_FAILED,
                    "could not start %s: %s".formatted(program.get(0), e.getMessage()),
                    e);
        }
    }
}
