package io.stampede.bench.experiment;

import static java.util.Objects.requireNonNull;

import io.stampede.bench.method.Scale;
import io.stampede.core.data.SourceSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What somebody asked for; whatever is empty is decided by experiment and scale.
 *
 * @param experiment which table or figure
 * @param scale how much work
 * @param data which pictures
 * @param model which phi
 * @param methods names of methods; empty for the experiment's own
 * @param limits budgets; empty for the experiment's own
 * @param seeds number of fine-tunings of each network
 * @param tuning how networks are trained on the target
 */
public record ExperimentOptions(
        Experiment experiment,
        Scale scale,
        Data data,
        Model model,
        List<String> methods,
        List<CostLimit> limits,
        OptionalInt seeds,
        Tuning tuning) {
    /** Checks and copies. */
    public ExperimentOptions {
        requireNonNull(experiment, "experiment is null");
        requireNonNull(scale, "scale is null");
        requireNonNull(data, "data is null");
        requireNonNull(model, "model is null");
        methods = List.copyOf(methods);
        limits = List.copyOf(limits);
        requireNonNull(seeds, "seeds is null");
        requireNonNull(tuning, "tuning is null");
    }

    /**
     * Which pictures.
     *
     * @param reference what phi was trained on
     * @param targets what is adapted to
     * @param other pictures of another target, for encoders that are shown a wrong set
     * @param sizes numbers of training pictures, 0 for all; empty for the scale's own
     * @param validation whether to measure on pictures held out from training instead of the test
     *     split, which choosing settings must not see
     */
    public record Data(
            SourceSpec reference,
            List<SourceSpec> targets,
            Optional<SourceSpec> other,
            List<Integer> sizes,
            boolean validation) {
        /** Checks and copies. */
        public Data {
            requireNonNull(reference, "reference is null");
            targets = List.copyOf(targets);
            requireNonNull(other, "other is null");
            sizes = List.copyOf(sizes);
        }
    }

    /**
     * Which phi.
     *
     * @param network name of its architecture; empty for the experiment's own
     * @param width of its channels; empty for whatever the file has
     * @param phi its file; empty for the one that comes with the product
     * @param pretrained the reference network before meta-training; empty for the one beside phi
     */
    public record Model(
            Optional<String> network,
            OptionalDouble width,
            Optional<Path> phi,
            Optional<Path> pretrained) {
        /** Checks the components. */
        public Model {
            requireNonNull(network, "network is null");
            requireNonNull(width, "width is null");
            requireNonNull(phi, "phi is null");
            requireNonNull(pretrained, "pretrained is null");
        }
    }

    /**
     * How networks are trained on the target.
     *
     * @param epochs passes over its pictures
     * @param batch pictures per step
     * @param learningRate at the start
     * @param flip whether pictures are mirrored at random
     * @param pruningSteps K, in mini-batches
     */
    public record Tuning(
            OptionalInt epochs,
            OptionalInt batch,
            OptionalDouble learningRate,
            Optional<Boolean> flip,
            OptionalInt pruningSteps) {
        /** Everything as the scale has it. */
        public static final Tuning DEFAULT =
                new Tuning(
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        OptionalInt.empty());

        /** Checks the components. */
        public Tuning {
            requireNonNull(epochs, "epochs is null");
            requireNonNull(batch, "batch is null");
            requireNonNull(learningRate, "learningRate is null");
            requireNonNull(flip, "flip is null");
            requireNonNull(pruningSteps, "pruningSteps is null");
        }
    }
}
