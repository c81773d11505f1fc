package io.stampede.bench.experiment;

import static java.util.Objects.requireNonNull;

import io.stampede.bench.method.Method;
import io.stampede.bench.method.MethodResult;
import io.stampede.bench.method.MethodSettings;
import io.stampede.bench.method.Methods;
import io.stampede.bench.method.Reference;
import io.stampede.bench.method.TargetTask;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.train.RunControl;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Works off the runs of an experiment, one after the other, and goes on where an interrupted
 * command stopped.
 *
 * <p>A run whose training diverges or for which nothing fits is left out and told; it is tried
 * again by the next command. Every other error ends the experiment, with all finished runs kept.
 */
public final class ExperimentRun {
    private static final Set<ErrorCode> OF_ONE_RUN =
            Set.of(ErrorCode.TRAINING_DIVERGED, ErrorCode.BUDGET_INFEASIBLE);

    private static final double PERCENT = 100;

    private final PreparedExperiment prepared;
    private final Path directory;
    private final Listener listener;
    private final Clock clock;
    private final Map<String, String> description;
    private final Map<RunKey, String> failures = new LinkedHashMap<>();

    /**
     * Hears of what happens, and may stop it.
     *
     * @param begun called before each run with its number from 1
     * @param changed called after each run, and once before the first
     * @param control of whatever trains
     */
    public record Listener(
            RunBegun begun, Consumer<ExperimentOutcome> changed, RunControl control) {
        /** Checks the components. */
        public Listener {
            requireNonNull(begun, "begun is null");
            requireNonNull(changed, "changed is null");
            requireNonNull(control, "control is null");
        }
    }

    /** Hears that a run begins. */
    @FunctionalInterface
    public interface RunBegun {
        /** The run of that number, from 1, of so many. */
        void begun(RunKey key, int number, int runs);
    }

    /**
     * A run of an experiment in a directory.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} where the directory holds
     *     something else; nothing is written yet
     */
    public ExperimentRun(
            PreparedExperiment prepared, Path directory, Listener listener, Clock clock) {
        this.prepared = requireNonNull(prepared, "prepared is null");
        this.directory = requireNonNull(directory, "directory is null");
        this.listener = requireNonNull(listener, "listener is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.description = prepared.describe();
        RunLog.requireSame(directory, description);
    }

    /**
     * Carries out the runs that are left.
     *
     * @throws StampedeException {@code CANCELLED}, {@code STORAGE_FAILED}, {@code ENGINE_FAILED}
     */
    public ExperimentOutcome run() {
        try (RunLog log = RunLog.open(directory, description)) {
            listener.changed().accept(outcome(log));
            List<RunKey> order = RunPlan.inWorkingOrder(prepared.plan());
            if (order.stream().allMatch(key -> log.find(key).isPresent())) {
                return outcome(log);
            }
            Map<String, String> machine = Machine.describe();
            Map<String, Tensor> pretrained = pretrained();
            for (RunKey key : order) {
                if (log.find(key).isEmpty()) {
                    listener.begun().begun(key, order.indexOf(key) + 1, order.size());
                    attempt(key, pretrained, machine, log);
                    listener.changed().accept(outcome(log));
                }
            }
            return outcome(log);
        }
    }

    private void attempt(
            RunKey key, Map<String, Tensor> pretrained, Map<String, String> machine, RunLog log) {
        listener.control().checkCancelled();
        try {
            TargetTask task = task(key, pretrained, log);
            String began = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
            double keptShare = keptShare(key, log);
            MethodResult result = method(key, keptShare).run(task, listener.control());
            Map<String, String> provenance = provenance(key, task, machine);
            provenance.put("date", began);
            Map<String, String> settings = settings(key, task);
            settings.put("kept_share", Double.toString(keptShare));
            log.append(RunRecord.of(key, result, settings, provenance));
        } catch (StampedeException e) {
            if (!OF_ONE_RUN.contains(e.code())) {
                throw e;
            }
            failures.put(key, e.code() + ": " + e.getMessage());
        }
    }

    private Method method(RunKey key, double keptShare) {
        String kl = key.variant().get(RunKey.KL);
        OptionalDouble weight =
                kl == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(kl));
        return Methods.of(key.method())
                .factory()
                .apply(new MethodSettings(prepared.settings().scale(), weight, keptShare));
    }

    private TargetTask task(RunKey key, Map<String, Tensor> pretrained, RunLog log) {
        TargetData target = prepared.target(key);
        NetworkSpec full = prepared.full(target);
        ImageDataset training = target.training(key.size(), prepared.settings().sample(key));
        AdaptationConfig adaptation =
                prepared.settings()
                        .adaptation(key, CostModel.FINE_TUNING.of(full), target.name().upright());
        return new TargetTask(
                training,
                target.judge(),
                prepared.normalization(),
                full,
                adaptation,
                maxMultiplyAdds(key, full, log),
                reference(target, pretrained));
    }

    /** STAMP's, where it ran on the same task: methods are compared at equal multiply-adds. */
    private static long maxMultiplyAdds(RunKey key, NetworkSpec full, RunLog log) {
        return measure(key, log)
                .map(RunRecord::multiplyAdds)
                .orElseGet(() -> key.limit().multiplyAdds(CostModel.FINE_TUNING.of(full)));
    }

    /** STAMP's, where it ran on the same task: methods that drop weights keep as many. */
    private static double keptShare(RunKey key, RunLog log) {
        return measure(key, log)
                        .map(RunRecord::parametersPercent)
                        .orElse(key.limit().parametersPercent())
                / PERCENT;
    }

    private static Optional<RunRecord> measure(RunKey key, RunLog log) {
        return log.records()
                .filter(run -> RunPlan.isMeasure(run.key()) && run.key().isOfSameTask(key))
                .findFirst();
    }

    private Reference reference(TargetData target, Map<String, Tensor> pretrained) {
        return new Reference(
                pretrained,
                prepared.phi(),
                prepared.referencePictures(),
                () -> prepared.others().get(target.spec().toString()).pictures(),
                directory.resolve("cache"));
    }

    /** None where no method starts from them. */
    private Map<String, Tensor> pretrained() {
        if (!prepared.needsPretrained()) {
            return Map.of();
        }
        ReferenceNetwork network = new ReferenceNetwork(prepared.phi(), prepared.header());
        return network.read(
                prepared.pretrained()
                        .orElseGet(
                                () ->
                                        network.train(
                                                prepared.referencePictures().get(),
                                                prepared.settings().scale(),
                                                directory.resolve("reference"),
                                                listener.control())));
    }

    private static Map<String, String> settings(RunKey key, TargetTask task) {
        AdaptationConfig adaptation = task.adaptation();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("epochs", Integer.toString(adaptation.epochs()));
        settings.put("batch", Integer.toString(adaptation.batchSize()));
        settings.put("learning_rate", Double.toString(adaptation.learningRate()));
        settings.put("decay", task.fineTuning().decay().name().toLowerCase(Locale.ROOT));
        settings.put("weight_decay", Double.toString(task.fineTuning().weightDecay()));
        settings.put("flip", Boolean.toString(adaptation.flip()));
        settings.put("set_size", Integer.toString(adaptation.setSize()));
        settings.put("pruning_steps", Integer.toString(adaptation.pruningSteps()));
        settings.put("parameters_percent_limit", key.limit().parametersPercent() + "");
        settings.put("reduction_limit", key.limit().reduction() + "");
        settings.put("max_multiply_adds", Long.toString(task.maxMultiplyAdds()));
        return settings;
    }

    private Map<String, String> provenance(
            RunKey key, TargetTask task, Map<String, String> machine) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("measured_on", prepared.settings().measuredOn());
        provenance.put("training_sha256", task.training().sha256());
        provenance.put("test_sha256", task.test().sha256());
        provenance.put("reference_sha256", prepared.referenceSha256());
        provenance.put("phi_sha256", prepared.phiSha256());
        provenance.put("phi_seed", Long.toString(prepared.header().provenance().seed()));
        provenance.put("pictures_sample", Integer.toString(prepared.settings().sample(key)));
        provenance.putAll(machine);
        return provenance;
    }

    private ExperimentOutcome outcome(RunLog log) {
        Map<String, TargetName> names = new LinkedHashMap<>();
        prepared.targets().forEach(target -> names.put(target.spec().toString(), target.name()));
        List<RunRecord> records =
                prepared.plan().stream()
                        .map(key -> log.find(key).orElse(null))
                        .filter(Objects::nonNull)
                        .toList();
        return new ExperimentOutcome(
                prepared.settings(),
                description,
                names,
                prepared.plan(),
                records,
                Map.copyOf(failures));
    }
}
