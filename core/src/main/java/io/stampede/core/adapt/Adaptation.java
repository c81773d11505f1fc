package io.stampede.core.adapt;

import static io.stampede.core.adapt.Stopwatch.Stage.ENCODE;
import static io.stampede.core.adapt.Stopwatch.Stage.FINETUNE;
import static io.stampede.core.adapt.Stopwatch.Stage.GATHER;
import static io.stampede.core.adapt.Stopwatch.Stage.PRUNE;
import static io.stampede.core.adapt.Stopwatch.Stage.SCORE;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.mask.MaskGenerator;
import io.stampede.core.mask.Slicer;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.prune.BudgetSolver;
import io.stampede.core.prune.PruningPlan;
import io.stampede.core.train.Evaluator;
import io.stampede.core.train.FineTuner;
import io.stampede.core.train.ImageBatches;
import io.stampede.core.train.PruneSteps;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Turns phi into a device's own network: encode, mask, slice, fine-tune, evaluate (algorithms.md
 * section 5).
 */
public final class Adaptation {
    private final MetaModelFile phi;
    private final ImageDataset data;
    private final AdaptationConfig config;
    private final RunControl control;
    private final NDManager manager;
    private final Normalization normalization;
    private final NetworkSpec full;
    private final Stopwatch watch = new Stopwatch();
    private long peakTensorBytes;

    private Adaptation(
            MetaModelFile phi,
            ImageDataset data,
            AdaptationConfig config,
            RunControl control,
            NDManager manager) {
        this.phi = phi;
        this.data = data;
        this.config = config;
        this.control = control;
        this.manager = manager;
        this.normalization = new Normalization(phi.header().mean(), phi.header().std());
        this.full = phi.network().withClasses(data.classes());
    }

    /**
     * Runs one adaptation on the calling thread.
     *
     * @param model the phi file
     * @param data private pictures; they are read here and go nowhere else
     * @param directory receives {@code subnetwork.safetensors}, written aside and renamed
     * @throws StampedeException {@code BUDGET_INFEASIBLE}, {@code MODEL_CORRUPT}, {@code
     *     DATA_UNSUITABLE}, {@code CANCELLED}, {@code TRAINING_DIVERGED}
     */
    public static AdaptationResult run(
            Path model,
            ImageDataset data,
            AdaptationConfig config,
            Path directory,
            RunControl control) {
        PrivateSplit split = PrivateSplit.of(data, config);
        createDirectory(directory);
        try (MetaModelFile phi = MetaModelFile.open(model);
                NDManager manager = TensorEngine.newManager()) {
            phi.requireFinite();
            return new Adaptation(phi, data, config, control, manager).run(model, split, directory);
        }
    }

    /** The request of the paper, on one screen. */
    private AdaptationResult run(Path model, PrivateSplit split, Path directory) {
        Parameters parameters = load();
        watch.time(PRUNE, () -> prune(parameters, split));
        float[] representation = watch.time(ENCODE, () -> encode(parameters, split));
        Map<String, float[]> expected =
                watch.time(SCORE, () -> generator().score(parameters, representation));
        CostModel costs = new CostModel(config.batchSize(), 1);
        PruningPlan plan =
                watch.time(
                        GATHER,
                        () -> BudgetSolver.DEFAULT.solve(full, expected, config.budget(), costs));
        Parameters weights = watch.time(GATHER, () -> gather(parameters, plan, expected));
        parameters.close();
        watch.time(FINETUNE, () -> fineTune(plan.subnetwork(), weights, split));
        double accuracy = evaluate(plan.subnetwork(), weights, split);
        Cost cost = plan.cost(costs);
        SealedSubnetwork sealed =
                new SealedSubnetwork(phi.header(), model, plan, data.labelNames(), config.budget());
        return new AdaptationResult(
                cost,
                costs.of(full),
                plan.kept(),
                accuracy,
                split.training().size(),
                split.heldOut().size(),
                watch.seconds(),
                peakTensorBytes,
                ProcessMemory.peakResidentBytes(),
                sealed.write(directory, Tensors.save(weights), accuracy));
    }

    /** Phi with a fresh head for the device's classes. */
    private Parameters load() {
        Parameters parameters = new Parameters(manager);
        Tensors.putAll(parameters, phi.names(), phi::tensor);
        Initialization.head(parameters, full, Seeds.at(config.seed(), "head"));
        peakTensorBytes = parameters.bytes();
        return parameters;
    }

    private boolean prune(Parameters parameters, PrivateSplit split) {
        if (config.pruningSteps() == 0) {
            return false;
        }
        PruneSteps steps =
                new PruneSteps(
                        full,
                        phi.header().encoderHeads(),
                        split.training(),
                        normalization,
                        config.seed());
        steps.run(parameters, split.set(), config.pruningSteps(), control);
        return true;
    }

    private float[] encode(Parameters parameters, PrivateSplit split) {
        ImageBatches batches = new ImageBatches(split.training(), normalization);
        try (NDArray set = batches.plain(manager, split.set())) {
            return generator().encode(parameters, set);
        }
    }

    private MaskGenerator generator() {
        return new MaskGenerator(full, phi.header().encoderHeads());
    }

    private Parameters gather(
            Parameters parameters, PruningPlan plan, Map<String, float[]> expected) {
        Slicer slicer = new Slicer(plan, name -> Tensors.save(parameters, name));
        return Tensors.load(manager, slicer.slice(expected));
    }

    private boolean fineTune(NetworkSpec subnetwork, Parameters weights, PrivateSplit split) {
        FineTuner tuner =
                new FineTuner(subnetwork, config.fineTuning(), split.training(), normalization);
        peakTensorBytes = Math.max(peakTensorBytes, tuner.run(weights, control));
        return true;
    }

    private double evaluate(NetworkSpec subnetwork, Parameters weights, PrivateSplit split) {
        return split.heldOut().size() == 0
                ? Double.NaN
                : Evaluator.accuracy(subnetwork, weights, split.heldOut(), normalization);
    }

    private static void createDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "expected a directory that can be written, found " + directory + ": " + e,
                    e);
        }
    }
}
