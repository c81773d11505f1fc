package io.stampede.agent.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.stampede.agent.serve.ServingSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Every key of the daemon with its default. Read from {@code config/application.properties}, the
 * file given by {@code --config}, the environment and the command line, the later before the
 * earlier.
 */
@ConfigMapping(prefix = AgentConfig.PREFIX)
public interface AgentConfig {
    /** What all keys begin with. */
    String PREFIX = "stampede.agent";

    /** Name of this device; made once and kept in the data directory where absent. */
    Optional<String> deviceId();

    /** Where the agent keeps everything. */
    @WithDefault("${XDG_STATE_HOME:${user.home}/.local/state}/stampede-agent")
    Path dataDir();

    /** The private pictures, {@code kind:path}. */
    Optional<String> data();

    /** Number of pictures to choose, the same of every class; all where absent. */
    Optional<Integer> dataSize();

    /** Limits on the subnetwork. */
    BudgetConfig budget();

    /** Passes of fine-tuning; 0 prunes and slices only. */
    Optional<Integer> epochs();

    /** K of the paper, in mini-batches. */
    Optional<Integer> pruningSteps();

    /** Pictures per fine-tuning step. */
    Optional<Integer> batchSize();

    /** Initial learning rate of fine-tuning. */
    Optional<Double> learningRate();

    /** Share of each class held out to measure accuracy. */
    Optional<Double> validationFraction();

    /** Most pictures that the set encoder sees. */
    Optional<Integer> setSize();

    /** Whether pictures are mirrored at random while training; wrong for digits and signs. */
    @WithDefault("true")
    boolean flip();

    /** Decides every random choice of an adaptation. */
    Optional<Long> seed();

    /** Which TensorFlow Lite file to make: float32, float16, int8 or none. */
    Optional<String> export();

    /** First part of every topic's name. */
    @WithDefault("stampede")
    String topicPrefix();

    /** Longest model file that is received. */
    @WithDefault("1073741824")
    long maxModelBytes();

    /** Most reports kept while the broker cannot be reached. */
    @WithDefault("1000")
    int outboxCapacity();

    /** Longest wait between tries while the broker cannot be reached. */
    @WithDefault("5m")
    Duration maxBackoff();

    /** Options of the JVM that runs an adaptation. */
    @WithDefault(
            "-XX:+UseSerialGC,-Xss256k,-Xms8m,-Xmn4m,-Xmx512m,"
                    // The better compiler takes memory itself: it is for what is very hot alone.
                    + "-XX:Tier4InvocationThreshold=50000,-XX:Tier4MinInvocationThreshold=20000,"
                    + "-XX:Tier4CompileThreshold=100000,-XX:Tier4BackEdgeThreshold=1000000,"
                    + "-XX:MinHeapFreeRatio=5,-XX:MaxHeapFreeRatio=10,"
                    + "-Xlog:disable,-Xlog:all=warning:stderr")
    List<String> childJvmOptions();

    /** By how much a new subnetwork may be less accurate than the one that serves. */
    @WithDefault("0.01")
    double accuracyMargin();

    /** How often to look whether the private pictures have changed. */
    @WithDefault("1h")
    Duration dataCheckInterval();

    /** What must be true of the machine before a model is received or adapted. */
    ConditionsConfig conditions();

    /** Where the subnetwork is offered to programs of this machine. */
    ServeConfig serve();

    /** Moment at which to stop for ever, for fault tests only. */
    Optional<String> holdAt();

    /** The local HTTP endpoint. */
    interface ServeConfig {
        /** Port to listen on, 0 for a free one; absent: no endpoint. */
        Optional<Integer> port();

        /** Address to listen on. */
        @WithDefault(ServingSettings.LOOPBACK)
        String host();

        /** Requests that are answered at once, each with a model of its own. */
        @WithDefault("1")
        int threads();
    }

    /** Conditions on the machine. */
    interface ConditionsConfig {
        /** Memory that must be available before an adaptation, in MiB. */
        @WithDefault("64")
        long minFreeMemoryMib();

        /** Room that must be left before an adaptation and after a reception, in MiB. */
        @WithDefault("64")
        long minFreeDiskMib();

        /** Whether to wait for mains power where the machine tells that it runs on a battery. */
        @WithDefault("false")
        boolean requireMains();
    }

    /** Hard limits on the subnetwork, in any combination. */
    interface BudgetConfig {
        /** Most parameters. */
        Optional<Long> maxParameters();

        /** Most multiply-adds for one picture. */
        Optional<Long> maxMultiplyAdds();

        /** Most memory that one training step may take, in MiB. */
        Optional<Long> maxMemoryMib();

        /** Longest that one picture may take on one thread, in milliseconds. */
        Optional<Double> maxLatencyMs();
    }
}
