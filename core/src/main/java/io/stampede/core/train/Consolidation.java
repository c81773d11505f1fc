package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.mask.MaskGenerator;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.ChannelGate;
import io.stampede.core.nn.Network;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.Tensors;
import io.stampede.core.prune.BudgetSolver;
import io.stampede.core.prune.ChannelMask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Trains W on all classes of the reference in the subnetworks that the finished generator chooses:
 * ours, beyond the paper.
 *
 * <p>Algorithm 1 takes a thousand steps of W, too few for a network that has lost three quarters of
 * its multiply-adds to recover (docs/experiments.md). Here an episode draws a task, lets the
 * generator mask the network for it, slices, takes {@value #STEPS} steps and pastes the weights
 * back. Part of each batch comes from the classes of the task, or channels would learn the same
 * whichever task calls for them. Which channels a group keeps follows the task; how many it keeps
 * was decided once, and {@link PlanCalibration} makes the ranking say so at the end: W moves o_c,
 * and a plan left to drift with it ends up with the fewest channels where most of the multiply-adds
 * are.
 *
 * <p>Not thread-safe; owns its phi until closed.
 */
final class Consolidation implements AutoCloseable {
    private static final int STEPS = 24;
    private static final int BATCH = 128;
    private static final double WEIGHT_DECAY = 5e-4;
    private static final int CHECKPOINT_EVERY = 10;

    private final NetworkSpec spec;
    private final ConsolidationConfig settings;
    private final long seed;
    private final ImageBatches batches;
    private final SeenTasks tasks;
    private final MaskGenerator generator;
    private final EpochOrder order;
    private final NDManager manager;
    private final Parameters phi;
    private final Map<String, Integer> counts;
    private final Optional<Teacher> teacher;

    /**
     * Starts from what Algorithm 1 left.
     *
     * @param start phi, which is copied
     * @param pretrained {@code W.*} that the teacher answers with
     */
    Consolidation(
            NetworkSpec spec,
            MetaTrainingConfig config,
            ImageDataset reference,
            Parameters start,
            Parameters pretrained) {
        Refinements refinements = config.meta().refinements();
        this.spec = spec;
        this.settings = refinements.consolidation();
        this.seed = config.consolidationSeed();
        this.batches =
                new ImageBatches(reference, Normalization.of(reference), PictureLayout.of(spec));
        this.tasks = new SeenTasks(reference, batches, config.meta(), seed);
        this.generator = new MaskGenerator(spec, config.encoderHeads(), refinements.form());
        this.order = new EpochOrder(reference.size(), BATCH, seed);
        this.manager = start.manager().newSubManager();
        this.phi = start.copy(manager);
        this.counts =
                new BudgetSchedule(
                                spec,
                                config.meta(),
                                BudgetSolver.ALIGNED.withFloor(settings.floorPercent()))
                        .mask(tasks.census(generator::expectedMask, phi), lastIteration(config))
                        .keptCounts();
        this.teacher =
                refinements.distillation() == 0
                        ? Optional.empty()
                        : Optional.of(
                                Teacher.of(
                                        spec,
                                        pretrained,
                                        batches,
                                        reference.size(),
                                        refinements.distillation()));
    }

    /** Runs all episodes that are left and calibrates; a checkpoint is kept on the way. */
    void run(Checkpoint checkpoint, RunControl control) {
        Map<String, Parameters> state = Map.of("phi", phi);
        long done = checkpoint.restore(state).orElse(0L);
        ProgressMeter meter = new ProgressMeter(Phase.CONSOLIDATE, episodes(), control);
        for (long e = done; e < episodes(); e++) {
            long position = e;
            control.checkCancelled(() -> checkpoint.save(position, state));
            episode(e, meter);
            if ((e + 1) % CHECKPOINT_EVERY == 0 || e + 1 == episodes()) {
                checkpoint.save(e + 1, state);
            }
        }
        calibrate();
    }

    private static long lastIteration(MetaTrainingConfig config) {
        return config.meta().iterations() - 1L;
    }

    /** Makes the one global ranking by E[m] keep the numbers of channels that were trained. */
    private void calibrate() {
        PlanCalibration.centre(phi, tasks.census(generator::unclippedMask, phi), counts);
        PlanCalibration.scale(phi, tasks.census(generator::expectedMask, phi), counts);
    }

    private long episodes() {
        return Math.max(1, order.stepsPerEpoch() * settings.epochs() / STEPS);
    }

    /** One sliced network and the task that it is trained under for {@value #STEPS} steps. */
    private record Episode(
            long number, SeenTasks.SeenTask seen, Network network, Parameters weights) {}

    /** Masks the network for a task, trains what is left, puts it back. */
    private void episode(long e, ProgressMeter meter) {
        SeenTasks.SeenTask seen = tasks.draw("episode", e, settings.domains());
        ChannelMask mask = strongest(tasks.scores(generator::unclippedMask, phi, seen));
        ChannelCut cut = new ChannelCut(spec, mask);
        Network network = new Network(spec.withChannels(mask.keptCounts()));
        try (Parameters weights = new Parameters(manager)) {
            Tensors.putAll(weights, weightNames(), name -> cut.cut(name, Tensors.save(phi, name)));
            train(new Episode(e, seen, network, weights), meter);
            cut.paste(weights, phi);
        }
    }

    private void train(Episode episode, ProgressMeter meter) {
        double loss = 0;
        double accuracy = 0;
        long first = episode.number() * STEPS;
        int[] own = tasks.ofItsClasses(episode.seen());
        NDManager scope = episode.weights().manager();
        try (NesterovSgd optimizer = new NesterovSgd(scope, episode.weights(), WEIGHT_DECAY)) {
            for (long s = first; s < first + STEPS; s++) {
                double cycle = Schedules.oneCycle(s, episodes() * STEPS);
                try (NDManager step = scope.newSubManager()) {
                    Backpropagation pass = pass(step, episode, pictures(own, s), s);
                    optimizer.step(pass.gradients(), settings.peakLearningRate() * cycle);
                    loss += pass.loss() / STEPS;
                    accuracy += pass.accuracy() / STEPS;
                }
            }
        }
        meter.step(episode.number() + 1, STEPS * order.batchSize(), loss, accuracy);
    }

    private Backpropagation pass(NDManager step, Episode episode, int[] pictures, long s) {
        int[] all = IntStream.range(0, pictures.length).toArray();
        NDArray images =
                tasks.through(episode.seen().domain(), pictures)
                        .augmented(step, all, Seeds.at(seed, "crop", s), true);
        NDArray target = batches.oneHot(step, pictures);
        Optional<Teacher.Lesson> lesson = teacher.map(known -> known.of(pictures).of(step, all));
        Parameters leaves = episode.weights().leaves(step, name -> true);
        return Backpropagation.run(
                leaves,
                target,
                () -> {
                    NDArray logits =
                            episode.network().forward(leaves, images, true, ChannelGate.OPEN);
                    NDArray loss = CrossEntropy.loss(logits, target);
                    return new Outcome(
                            lesson.map(known -> loss.add(known.loss(logits))).orElse(loss), logits);
                });
    }

    /** A batch of all classes, its first part drawn from the task's own instead. */
    private int[] pictures(int[] own, long s) {
        int[] pictures = order.batch(s);
        RandomGenerator random = Seeds.at(seed, "focus", s);
        int focused = (int) Math.round(settings.focus() * pictures.length);
        for (int i = 0; i < focused; i++) {
            pictures[i] = own[random.nextInt(own.length)];
        }
        return pictures;
    }

    /** The mask of the channels with the largest scores, so many of each group as the plan has. */
    private ChannelMask strongest(Map<String, float[]> scores) {
        Map<String, List<Integer>> kept = new LinkedHashMap<>();
        counts.forEach((group, count) -> kept.put(group, largest(scores.get(group), count)));
        return new ChannelMask(spec.channels(), kept);
    }

    private static List<Integer> largest(float[] scores, int count) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted((a, b) -> Float.compare(scores[b], scores[a]))
                .limit(count)
                .sorted()
                .toList();
    }

    private List<String> weightNames() {
        return phi.names().stream().filter(name -> name.startsWith("W.")).toList();
    }

    /** Group to the number of channels that every episode keeps. */
    Map<String, Integer> counts() {
        return counts;
    }

    /** Phi; still owned by this object. */
    Parameters phi() {
        return phi;
    }

    @Override
    public void close() {
        manager.close();
    }
}
