package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.data.Domain;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.mask.MaskGenerator;
import io.stampede.core.model.GeneratorForm;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Parameters;
import io.stampede.core.prune.BudgetSolver;
import io.stampede.core.prune.ChannelMask;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Algorithm 1: meta-learns phi = {W, pi, theta} over tasks of the reference dataset, with
 * first-order MAML (Eq. 4, algorithms.md section 4).
 *
 * <p>Not thread-safe; owns phi until closed. One per JVM, since the engine collects one gradient at
 * a time.
 */
public final class MetaTrainer implements AutoCloseable {
    private static final int CHECKPOINT_EVERY = 20;

    private final MetaConfig config;
    private final long seed;
    private final ImageBatches batches;
    private final ImageDataset reference;
    private final TaskSampler sampler;
    private final GatedObjective objective;
    private final MaskGenerator generator;
    private final BudgetSchedule schedule;
    private final InnerLoop innerLoop;
    private final NDManager manager;
    private final Parameters phi;
    private final Adam outer;
    private final Optional<Teacher> teacher;

    /** Starts from phi, which is copied. */
    public MetaTrainer(
            NetworkSpec spec, MetaTrainingConfig config, ImageDataset reference, Parameters start) {
        this.config = config.meta();
        this.seed = config.metaSeed();
        this.reference = reference;
        this.batches =
                new ImageBatches(reference, Normalization.of(reference), PictureLayout.of(spec));
        this.sampler = new TaskSampler(reference, config.meta(), seed);
        GeneratorForm form = config.meta().refinements().form();
        this.objective =
                new GatedObjective(spec, config.encoderHeads(), config.meta().klScale(), form);
        this.generator = new MaskGenerator(spec, config.encoderHeads(), form);
        this.manager = start.manager().newSubManager();
        this.phi = start.copy(manager);
        this.outer = new Adam(manager, phi, config.meta().weightDecay());
        this.schedule = new BudgetSchedule(spec, config.meta(), BudgetSolver.ALIGNED);
        this.innerLoop =
                form.gates() == GeneratorForm.Gates.HARD
                        ? new InnerLoop.Sliced(spec, config.meta())
                        : new InnerLoop.Masked(config.meta());
        double distillation = config.meta().refinements().distillation();
        this.teacher =
                distillation == 0
                        ? Optional.empty()
                        : Optional.of(
                                Teacher.of(spec, phi, batches, reference.size(), distillation));
    }

    /** Runs all iterations that are left; a checkpoint is kept on the way and when cancelled. */
    double run(Checkpoint checkpoint, RunControl control) {
        Map<String, Parameters> state =
                Map.of("phi", phi, "mean", outer.mean(), "variance", outer.variance());
        long done = checkpoint.restore(state).orElse(0L);
        outer.resumeAt(done);
        ProgressMeter meter = new ProgressMeter(Phase.META_TRAIN, config.iterations(), control);
        for (long i = done; i < config.iterations(); i++) {
            long position = i;
            control.checkCancelled(() -> checkpoint.save(position, state));
            iterate(i, meter);
            if ((i + 1) % CHECKPOINT_EVERY == 0 || i + 1 == config.iterations()) {
                checkpoint.save(i + 1, state);
            }
        }
        return meter.accuracy();
    }

    /** One outer iteration: {@code phi <- OuterAdam(phi, sum_n g_n)}. */
    void iterate(long i, ProgressMeter meter) {
        GroupRates rates =
                new GroupRates(config.rateW(), config.ratePi(), config.rateTheta())
                        .times(RateDecay.HALF_AND_FOUR_FIFTHS.factor(i, config.iterations()));
        try (NDManager scope = manager.newSubManager()) {
            Parameters gradients = phi.zeros(scope, Parameters::isTrained);
            Parameters statistics = phi.zeros(scope, name -> !Parameters.isTrained(name));
            double loss = 0;
            double accuracy = 0;
            for (int n = 0; n < config.tasks(); n++) {
                try (NDManager taskScope = scope.newSubManager()) {
                    TaskResult result = adapt(taskScope, i, n, rates);
                    gradients.addInPlace(result.pass().gradients());
                    statistics.addSelectedInPlace(result.adapted());
                    loss += result.pass().loss() / config.tasks();
                    accuracy += result.pass().accuracy() / config.tasks();
                }
            }
            outer.step(phi.leaves(scope, name -> false), gradients, rates);
            statistics.scaleInPlace(1.0 / config.tasks());
            phi.assign(statistics);
            meter.step(i + 1, config.tasks() * config.setSize(), loss, accuracy);
        }
    }

    /** The inner loop: steps on mini-batches 1 to M - 1, the gradient of mini-batch M. */
    TaskResult adapt(NDManager scope, long i, int n, GroupRates rates) {
        Parameters adapted = phi.copy(scope);
        GatedTask task = gatedTask(scope, sampler.draw(i, n), i, n);
        InnerLoop.Position position = new InnerLoop.Position(seed, i, n, rates);
        return new TaskResult(adapted, innerLoop.run(scope, adapted, task, position));
    }

    private GatedTask gatedTask(NDManager scope, TaskSampler.Task task, long i, int n) {
        int[] pictures = task.indices();
        ImageBatches seen = batches.of(domain(i, n).of(reference.select(pictures)));
        NDArray set = seen.plain(scope, IntStream.range(0, pictures.length).toArray());
        ChannelMask mask = schedule.mask(generator.expectedMask(phi, set), i);
        return new GatedTask(
                objective,
                seen,
                set,
                columns(scope, task.classes()),
                mask,
                teacher.map(known -> known.of(pictures)));
    }

    private Domain domain(long i, int n) {
        return Domain.draw(Seeds.at(seed, "domain", i, n), config.refinements().domains());
    }

    private NDArray columns(NDManager scope, List<Integer> classes) {
        float[] columns = new float[reference.classes() * classes.size()];
        for (int way = 0; way < classes.size(); way++) {
            columns[classes.get(way) * classes.size() + way] = 1;
        }
        return scope.create(columns, new Shape(reference.classes(), classes.size()));
    }

    /** What a task gives back: adapted phi for its running statistics, and g_n. */
    record TaskResult(Parameters adapted, Backpropagation pass) {}

    /** Phi; still owned by this trainer. */
    public Parameters phi() {
        return phi;
    }

    @Override
    public void close() {
        manager.close();
    }
}
