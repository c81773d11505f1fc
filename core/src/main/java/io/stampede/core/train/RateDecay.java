package io.stampede.core.train;

/** When a learning rate is divided by ten, twice in a run, in percent of its steps. */
public enum RateDecay {
    /** The paper's meta-training and BBDropout (Appendix C); ours wherever nothing else is said. */
    HALF_AND_FOUR_FIFTHS(50, 80),

    /** DCP's fine-tuning, 160 and 240 epochs of 400, which the paper takes for its 200. */
    TWO_AND_THREE_FIFTHS(40, 60),

    /** Liu et al.'s short training of ResNet on SVHN, in the paper's Table 3 and Figure 6. */
    HALF_AND_THREE_QUARTERS(50, 75);

    private final int first;
    private final int second;

    RateDecay(int first, int second) {
        this.first = first;
        this.second = second;
    }

    /** The factor of the peak at a step, 1, 0.1 or 0.01. */
    public double factor(long step, long steps) {
        if (step * 100 >= steps * second) {
            return 0.01;
        }
        return step * 100 >= steps * first ? 0.1 : 1;
    }
}
