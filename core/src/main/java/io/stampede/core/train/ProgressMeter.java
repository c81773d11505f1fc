package io.stampede.core.train;

/** Turns steps into {@link Progress}: running means and throughput. */
public final class ProgressMeter {
    private final Phase phase;
    private final long steps;
    private final RunControl control;
    private final RunningMean loss = new RunningMean();
    private final RunningMean accuracy = new RunningMean();
    private final long start = System.nanoTime();
    private long images;

    /** A meter of one phase, whose throughput counts from now. */
    public ProgressMeter(Phase phase, long steps, RunControl control) {
        this.phase = phase;
        this.steps = steps;
        this.control = control;
    }

    /** Tells that the first step is about to be taken. */
    public void begin() {
        control.listener()
                .accept(new Progress(phase, 0, steps, Double.NaN, Double.NaN, Double.NaN));
    }

    /** Records a step and tells the listener. */
    public void step(long done, int stepImages, double stepLoss, double stepAccuracy) {
        images += stepImages;
        loss.add(stepLoss);
        accuracy.add(stepAccuracy);
        double seconds = (System.nanoTime() - start) / 1e9;
        control.listener()
                .accept(
                        new Progress(
                                phase,
                                done,
                                steps,
                                loss.value(),
                                accuracy.value(),
                                images / Math.max(1e-9, seconds)));
    }

    /** Running mean of the training accuracy. */
    public double accuracy() {
        return accuracy.value();
    }
}
