package io.stampede.bench.method;

import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Parameters;
import io.stampede.core.train.Evaluator;
import io.stampede.core.train.FineTuner;
import io.stampede.core.train.RunControl;

/** The second half of most methods: train a network on the target, then measure it once. */
public final class Training {
    private static final double NANOS = 1e9;

    private Training() {}

    /**
     * Trains in place and measures.
     *
     * @param searchSeconds what it took to get to this network
     */
    public static MethodResult run(
            Method method,
            TargetTask task,
            Candidate candidate,
            double searchSeconds,
            RunControl control) {
        NetworkSpec network = candidate.network();
        FineTuner tuner =
                new FineTuner(network, task.fineTuning(), task.training(), task.normalization());
        long start = System.nanoTime();
        tuner.run(candidate.weights(), control);
        double fineTuneSeconds = secondsSince(start);
        long trained = System.nanoTime();
        double accuracy =
                Evaluator.accuracy(network, candidate.weights(), task.test(), task.normalization());
        return new MethodResult(
                method.name(),
                method.title(),
                accuracy,
                task.cost(network),
                task.fullCost(),
                new MethodResult.Seconds(searchSeconds, fineTuneSeconds, secondsSince(trained)));
    }

    /** Wall-clock time since a reading of {@link System#nanoTime}. */
    public static double secondsSince(long startNanos) {
        return (System.nanoTime() - startNanos) / NANOS;
    }

    /**
     * A network to train.
     *
     * @param network its structure
     * @param weights first values of its {@code W.*}; the caller closes them
     */
    public record Candidate(NetworkSpec network, Parameters weights) {}
}
