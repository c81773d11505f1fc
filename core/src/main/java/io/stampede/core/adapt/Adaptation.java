package io.stampede.core.adapt;

import ai.djl.ndarray.NDManager;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.latency.LatencyProbe;
import io.stampede.core.mask.Slicer;
import io.stampede.core.mask.StreamingPruner;
import io.stampede.core.model.FileDigest;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.RowSource;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.StreamingSetEncoder;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.TensorLedger;
import io.stampede.core.nn.Tensors;
import io.stampede.core.prune.Admission;
import io.stampede.core.prune.LatencyEstimate;
import io.stampede.core.prune.PruningPlan;
import io.stampede.core.train.Evaluator;
import io.stampede.core.train.FineTuner;
import io.stampede.core.train.FineTuningConfig;
import io.stampede.core.train.ImageBatches;
import io.stampede.core.train.Phase;
import io.stampede.core.train.PruneSteps;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;

/**
 * Turns phi into a device's own network: encode, mask, slice, fine-tune, evaluate (algorithms.md
 * section 5).
 */
public final class Adaptation {
    /** In the adaptation's directory: what layers take on this device, for later adaptations. */
    public static final String LATENCY_FILE = "latency.json";

    private static final int LATENCY_REPEATS = 30;

    private final MetaModelFile phi;
    private final ImageDataset data;
    private final AdaptationConfig config;
    private final RunControl control;
    private final NDManager manager;
    private final Normalization normalization;
    private final NetworkSpec full;
    private final Parameters adapted; // empty for K = 0, else the whole phi
    private final Stages stages;
    private final TensorLedger ledger = new TensorLedger();

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
        this.stages = new Stages(control);
        this.manager = manager;
        this.normalization = new Normalization(phi.header().mean(), phi.header().std());
        this.full = phi.network().withClasses(data.classes());
        this.adapted = new Parameters(manager);
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
            // Beside the rest, since it takes as long as all that comes before fine-tuning.
            CompletableFuture<String> digest =
                    CompletableFuture.supplyAsync(() -> FileDigest.sha256(model));
            return new Adaptation(phi, data, config, control, manager)
                    .run(digest, split, directory);
        }
    }

    /** The request of the paper, on one screen. */
    private AdaptationResult run(
            CompletableFuture<String> parentSha256, PrivateSplit split, Path directory) {
        RowSource source = stages.time(Phase.PRUNE, () -> pruned(split));
        float[] representation = stages.run(Phase.ENCODE, () -> encode(split));
        Map<String, float[]> expected =
                stages.run(Phase.SCORE, () -> score(source, representation));
        Admission admission = stages.time(Phase.GATHER, () -> admit(expected, split, directory));
        PruningPlan plan = admission.plan();
        Parameters weights = stages.run(Phase.GATHER, () -> gather(source, plan, expected));
        adapted.close();
        stages.time(Phase.FINE_TUNE, () -> fineTune(admission, weights, split));
        double accuracy =
                stages.run(Phase.EVALUATE, () -> evaluate(plan.subnetwork(), weights, split));
        SealedSubnetwork sealed =
                new SealedSubnetwork(
                        phi.header(),
                        parentSha256.join(),
                        plan,
                        data.labelNames(),
                        config.budget());
        return new AdaptationResult(
                admission.cost(),
                new CostModel(config.batchSize(), 1).of(full),
                plan.kept(),
                accuracy,
                split.training().size(),
                split.heldOut().size(),
                new TrainingStep(
                        admission.batchSize(),
                        admission.accumulatedBatches(),
                        admission.memory().total()),
                latency(admission, weights),
                stages.seconds(),
                ledger.peakBytes(),
                ProcessMemory.peakResidentBytes(),
                sealed.write(directory, Tensors.save(weights), accuracy));
    }

    /**
     * Where weights come from: the file itself for K = 0, which never loads the whole network; else
     * phi after K steps, in memory (algorithms.md 9.2).
     */
    private RowSource pruned(PrivateSplit split) {
        if (config.pruningSteps() == 0) {
            return phi::floats;
        }
        Tensors.putAll(adapted, phi.names(), phi::tensor);
        Initialization.head(adapted, full, Seeds.at(config.seed(), "head"));
        PruneSteps steps =
                new PruneSteps(
                        full,
                        phi.header().encoderHeads(),
                        split.training(),
                        normalization,
                        config.seed());
        steps.run(adapted, split.set(), config.pruningSteps(), control);
        ledger.observe(4 * adapted.bytes());
        return Tensors.rows(adapted);
    }

    private Tensor theta(String name) {
        return config.pruningSteps() == 0 ? phi.tensor(name) : Tensors.save(adapted, name);
    }

    private float[] encode(PrivateSplit split) {
        ImageBatches batches = new ImageBatches(split.training(), normalization);
        int[] set = split.set();
        stages.half(Phase.ENCODE);
        return new StreamingSetEncoder(
                        phi.header().encoderHeads(), phi.names(), this::theta, ledger)
                .encode(
                        manager,
                        set.length,
                        (owner, from, to) ->
                                batches.plain(owner, Arrays.copyOfRange(set, from, to)));
    }

    private Map<String, float[]> score(RowSource source, float[] representation) {
        StreamingPruner pruner =
                new StreamingPruner(
                        full, source, manager, StreamingPruner.FILTERS_PER_CHUNK, ledger);
        return pruner.score(representation, () -> stages.half(Phase.SCORE));
    }

    private Admission admit(Map<String, float[]> expected, PrivateSplit split, Path directory) {
        int batch = Math.min(config.batchSize(), split.training().size());
        Optional<LatencyEstimate> latency =
                isLatencyLimited()
                        ? Optional.of(probe().table(full, directory.resolve(LATENCY_FILE)))
                        : Optional.empty();
        return Admission.of(
                new Admission.Request(full, config.budget(), batch, 1, latency), expected);
    }

    private Latency latency(Admission admission, Parameters weights) {
        return isLatencyLimited()
                ? new Latency(
                        admission.predictedMillis(),
                        OptionalDouble.of(
                                probe().millis(
                                                admission.plan().subnetwork(),
                                                weights,
                                                LATENCY_REPEATS)))
                : Latency.UNKNOWN;
    }

    private boolean isLatencyLimited() {
        return config.budget().maxLatencyMillis().isPresent();
    }

    private LatencyProbe probe() {
        return new LatencyProbe(manager, System::nanoTime);
    }

    private Parameters gather(RowSource source, PruningPlan plan, Map<String, float[]> expected) {
        Slicer slicer = new Slicer(plan, source);
        Parameters weights = Tensors.load(manager, slicer.body(expected));
        stages.half(Phase.GATHER);
        if (config.pruningSteps() == 0) {
            Initialization.head(weights, plan.subnetwork(), Seeds.at(config.seed(), "head"));
        } else {
            Tensors.putAll(weights, slicer.head());
        }
        ledger.observe(adapted.bytes() + 2 * weights.bytes());
        return weights;
    }

    private boolean fineTune(Admission admission, Parameters weights, PrivateSplit split) {
        FineTuningConfig tuning =
                config.fineTuning()
                        .withBatchSize(Math.min(config.batchSize(), split.training().size()))
                        .withAccumulatedBatches(admission.accumulatedBatches());
        FineTuner tuner =
                new FineTuner(
                        admission.plan().subnetwork(), tuning, split.training(), normalization);
        // What was closed until here lies outside the heap until a collection.
        System.gc();
        ledger.observe(tuner.run(weights, control));
        return true;
    }

    private double evaluate(NetworkSpec subnetwork, Parameters weights, PrivateSplit split) {
        double accuracy =
                split.heldOut().size() == 0
                        ? Double.NaN
                        : Evaluator.accuracy(subnetwork, weights, split.heldOut(), normalization);
        stages.half(Phase.EVALUATE);
        return accuracy;
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
