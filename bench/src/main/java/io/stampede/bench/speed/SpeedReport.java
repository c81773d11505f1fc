package io.stampede.bench.speed;

import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What training costs in its phases, and how much of a pruned network's fewer multiply-adds is
 * worth in time.
 *
 * @param full the whole network
 * @param pruned what is left of it
 * @param pretraining steps of pretraining
 * @param metaTraining outer iterations of meta-training
 * @param whole fine-tuning of the full network
 * @param cut fine-tuning of the pruned network
 */
public record SpeedReport(
        NetworkSpec full,
        NetworkSpec pruned,
        Pace pretraining,
        Pace metaTraining,
        FineTuning whole,
        FineTuning cut) {

    /**
     * Steps of fine-tuning.
     *
     * @param pace of whole batches
     * @param empty of two pictures: what a step costs whatever its batch
     */
    record FineTuning(Pace pace, Pace empty) {
        /** Share of a step that is Java, calls into the engine and its bookkeeping. */
        double shareOutsideKernels() {
            return Math.min(1, empty.millisPerStep() / pace.millisPerStep());
        }
    }

    /** Times fewer multiply-adds. */
    public double reduction() {
        return (double) cost(full).multiplyAdds() / cost(pruned).multiplyAdds();
    }

    /** Times faster. */
    public double speedUp() {
        return whole.pace().millisPerStep() / cut.pace().millisPerStep();
    }

    /** Pictures per second of meta-training as a share of pretraining's. */
    public double metaTrainingShare() {
        return metaTraining.picturesPerSecond() / pretraining.picturesPerSecond();
    }

    /** For people, and, in its last line, for the comparison with PyTorch. */
    public String toText() {
        double percent = 100.0 * cost(pruned).parameters() / cost(full).parameters();
        return line("pretraining", pretraining, "")
                + line(
                        "meta-training",
                        metaTraining,
                        format(", %.2f of pretraining", metaTrainingShare()))
                + line("fine-tuning, full", whole.pace(), outside(whole))
                + line("fine-tuning, pruned", cut.pace(), outside(cut))
                + format(
                        "pruned to %.2f %% of the parameters: %.2f times faster at %.2f times fewer"
                                + " multiply-adds, ratio %.2f%n",
                        percent, speedUp(), reduction(), speedUp() / reduction())
                + format("channels %s%n", channels());
    }

    private static String outside(FineTuning tuning) {
        return format(", %.0f %% outside kernels", 100 * tuning.shareOutsideKernels());
    }

    private static String line(String what, Pace pace, String more) {
        return format(
                "%-20s %8.0f pictures/s, %8.1f ms per step%s%n",
                what, pace.picturesPerSecond(), pace.millisPerStep(), more);
    }

    private String channels() {
        return pruned.channels().values().stream()
                .map(String::valueOf)
                .collect(Collectors.joining(","));
    }

    private static Cost cost(NetworkSpec network) {
        return CostModel.FINE_TUNING.of(network);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
