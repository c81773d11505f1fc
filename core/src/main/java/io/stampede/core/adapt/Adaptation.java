package io.stampede.core.adapt;

import ai.djl.ndarray.NDManager;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.latency.LatencyProbe;
import io.stampede.core.mask.Slicer;
import io.stampede.core.mask.StreamingPruner;
import io.stampede.core.model.FileDigest;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.WholeFile;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.StreamingSetEncoder;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.TensorLedger;
import io.stampede.core.nn.Tensors;
import io.stampede.core.prune.Admission;
import io.stampede.core.prune.ChannelMask;
import io.stampede.core.prune.LatencyEstimate;
import io.stampede.core.prune.PruningPlan;
import io.stampede.core.train.Evaluator;
import io.stampede.core.train.FineTuner;
import io.stampede.core.train.FineTuningCheckpoint;
import io.stampede.core.train.FineTuningConfig;
import io.stampede.core.train.ImageBatches;
import io.stampede.core.train.Phase;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Seeds;
import java.nio.file.Path;
import java.time.Duration;
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

    /** In the adaptation's directory: a fine-tuning under way, which a later run goes on from. */
    public static final String CHECKPOINT_FILE = "fine-tuning.safetensors";

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(15);
    private static final int LATENCY_REPEATS = 30;

    private final MetaModelFile phi;
    private final AdaptationRequest request;
    private final AdaptationConfig config;
    private final RunControl control;
    private final NDManager manager;
    private final PrivateSplit split;
    private final Normalization normalization;
    private final NetworkSpec full;
    private final Stages stages;
    private final TensorLedger ledger = new TensorLedger();

    private Adaptation(
            MetaModelFile phi,
            AdaptationRequest request,
            PrivateSplit split,
            RunControl control,
            NDManager manager) {
        this.phi = phi;
        this.request = request;
        this.config = request.config();
        this.split = split;
        this.control = control;
        this.stages = new Stages(control);
        this.manager = manager;
        this.normalization = new Normalization(phi.header().mean(), phi.header().std());
        this.full = phi.network().withClasses(request.data().classes());
    }

    /**
     * Runs one adaptation on the calling thread, or goes on with the fine-tuning of an interrupted
     * one: same model, pictures, settings and directory give the same subnetwork either way.
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
        return run(AdaptationRequest.of(model, data, config), directory, control);
    }

    /** As the other {@code run}, for a request that may choose channels by another rule. */
    public static AdaptationResult run(
            AdaptationRequest request, Path directory, RunControl control) {
        PrivateSplit split = PrivateSplit.of(request);
        WholeFile.createDirectory(directory);
        try (MetaModelFile phi = MetaModelFile.open(request.model());
                NDManager manager = TensorEngine.newManager()) {
            // Beside the rest, since it takes as long as all that comes before fine-tuning.
            CompletableFuture<String> digest =
                    CompletableFuture.supplyAsync(() -> FileDigest.sha256(request.model()));
            return new Adaptation(phi, request, split, control, manager).run(digest, directory);
        }
    }

    /**
     * Chooses channels as {@code run} does and stops there: nothing is sliced, trained or written
     * but the table of latencies, and that only where latency is limited.
     *
     * @param directory as for {@code run}
     * @throws StampedeException as {@code run}
     */
    public static PruningPlan plan(AdaptationRequest request, Path directory, RunControl control) {
        PrivateSplit split = PrivateSplit.of(request);
        try (MetaModelFile phi = MetaModelFile.open(request.model());
                NDManager manager = TensorEngine.newManager()) {
            Adaptation adaptation = new Adaptation(phi, request, split, control, manager);
            Choice choice = adaptation.choose(directory);
            choice.draft().close();
            return choice.plan();
        }
    }

    /** The request of the paper, on one screen: its first half chooses channels, below. */
    private AdaptationResult run(CompletableFuture<String> parentSha256, Path directory) {
        Choice choice = choose(directory);
        Admission admission = choice.admission();
        NetworkSpec subnetwork = admission.plan().subnetwork();
        Parameters weights =
                stages.run(Phase.GATHER, () -> gather(choice.draft(), admission.plan()));
        PruningPlan plan = choice.plan();
        String digest = parentSha256.join();
        FineTuningCheckpoint checkpoint = checkpoint(directory, digest, plan);
        stages.time(Phase.FINE_TUNE, () -> fineTune(admission, weights, checkpoint));
        double accuracy = stages.run(Phase.EVALUATE, () -> evaluate(subnetwork, weights));
        SealedSubnetwork sealed =
                new SealedSubnetwork(
                        phi.header(), digest, plan, request.data().labelNames(), config.budget());
        Path file = sealed.write(directory, Tensors.save(weights), accuracy);
        checkpoint.remove();
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
                measured(admission, weights),
                stages.seconds(),
                ledger.peakBytes(),
                ProcessMemory.peakResidentBytes(),
                file);
    }

    private Choice choose(Path directory) {
        float[] representation = stages.run(Phase.ENCODE, this::encode);
        Draft whole = stages.run(Phase.SCORE, () -> score(representation));
        Optional<LatencyEstimate> latency = stages.time(Phase.GATHER, () -> latency(directory));
        Admission first = stages.time(Phase.GATHER, () -> admit(whole, latency));
        if (config.pruningSteps() == 0) {
            return new Choice(whole, first);
        }
        Draft draft = stages.time(Phase.PRUNE, () -> prune(whole, representation));
        return new Choice(draft, admit(draft, latency));
    }

    /** Which channels of what is left are cut; the caller closes the draft after the cut. */
    private record Choice(Draft draft, Admission admission) {
        /** In the channels of the full network. */
        PruningPlan plan() {
            return new PruningPlan(draft.full(), draft.mask().then(admission.plan().mask()));
        }
    }

    private float[] encode() {
        ImageBatches batches = new ImageBatches(split.setSource(), normalization);
        int[] set = split.set();
        stages.half(Phase.ENCODE);
        return new StreamingSetEncoder(
                        phi.header().encoderHeads(),
                        phi.header().form().setMean(),
                        phi.names(),
                        phi::tensor,
                        ledger)
                .encode(
                        manager,
                        set.length,
                        (owner, from, to) ->
                                batches.plain(owner, Arrays.copyOfRange(set, from, to)));
    }

    private Draft score(float[] representation) {
        StreamingPruner pruner =
                new StreamingPruner(
                        full,
                        phi.header().form(),
                        phi::floats,
                        manager,
                        new StreamingPruner.Chunking(StreamingPruner.FILTERS_PER_CHUNK, ledger));
        Map<String, float[]> expected =
                pruner.score(representation, () -> stages.half(Phase.SCORE));
        return Draft.of(
                new ChannelScorer.Candidates(full, ChannelMask.all(full), phi::floats, expected),
                request.scorer(),
                () -> {});
    }

    private Draft prune(Draft whole, float[] representation) {
        return new InnerPruning(request, split, phi.header(), manager)
                .run(whole, representation, control);
    }

    private Admission admit(Draft draft, Optional<LatencyEstimate> latency) {
        int batch = Math.min(config.batchSize(), split.training().size());
        return Admission.of(
                new Admission.Request(
                        draft.spec(),
                        config.budget(),
                        batch,
                        Admission.Training.FINE_TUNING,
                        latency),
                draft.scores());
    }

    private Optional<LatencyEstimate> latency(Path directory) {
        return isLatencyLimited()
                ? Optional.of(probe().table(full, directory.resolve(LATENCY_FILE)))
                : Optional.empty();
    }

    private Latency measured(Admission admission, Parameters weights) {
        NetworkSpec subnetwork = admission.plan().subnetwork();
        return isLatencyLimited()
                ? new Latency(
                        admission.predictedMillis(),
                        OptionalDouble.of(probe().millis(subnetwork, weights, LATENCY_REPEATS)))
                : Latency.UNKNOWN;
    }

    private boolean isLatencyLimited() {
        return config.budget().maxLatencyMillis().isPresent();
    }

    private LatencyProbe probe() {
        return new LatencyProbe(manager, System::nanoTime);
    }

    private Parameters gather(Draft draft, PruningPlan plan) {
        Slicer slicer = new Slicer(plan, draft.source());
        Parameters weights =
                Tensors.load(
                        manager,
                        slicer.body(phi.header().form().isFolded() ? draft.expected() : Map.of()));
        stages.half(Phase.GATHER);
        if (config.pruningSteps() == 0) {
            Initialization.head(weights, plan.subnetwork(), Seeds.at(config.seed(), "head"));
        } else {
            Tensors.putAll(weights, slicer.head());
        }
        ledger.observe(2 * weights.bytes());
        draft.close();
        return weights;
    }

    private FineTuningCheckpoint checkpoint(Path directory, String digest, PruningPlan plan) {
        String run =
                "%s on %s, %s, %s, %08x"
                        .formatted(
                                digest,
                                request.data().sha256(),
                                config,
                                plan.mask().keptCounts(),
                                plan.kept().hashCode());
        return new FineTuningCheckpoint(
                directory.resolve(CHECKPOINT_FILE), run, CHECKPOINT_INTERVAL, System::nanoTime);
    }

    private boolean fineTune(
            Admission admission, Parameters weights, FineTuningCheckpoint checkpoint) {
        FineTuningConfig tuning =
                config.fineTuning()
                        .withBatchSize(Math.min(config.batchSize(), split.training().size()))
                        .withAccumulatedBatches(admission.accumulatedBatches());
        FineTuner tuner =
                new FineTuner(
                        admission.plan().subnetwork(), tuning, split.training(), normalization);
        NativeHeap.trim();
        ledger.observe(tuner.run(weights, control, Optional.of(checkpoint)));
        return true;
    }

    private double evaluate(NetworkSpec subnetwork, Parameters weights) {
        double accuracy =
                split.heldOut().size() == 0
                        ? Double.NaN
                        : Evaluator.accuracy(subnetwork, weights, split.heldOut(), normalization);
        stages.half(Phase.EVALUATE);
        return accuracy;
    }
}
