package io.stampede.core.train;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.model.GeneratorForm;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Settings of meta-training on their way from names and texts to a {@link MetaConfig}, for command
 * lines and logs of experiments.
 *
 * <p>Not thread-safe.
 */
public final class MetaConfigDraft {
    private int iterations;
    private int tasks;
    private int ways;
    private int imagesPerClass;
    private int miniBatches;
    private double rateW;
    private double ratePi;
    private double rateTheta;
    private double weightDecay;
    private double klScale;
    private double reduction;
    private double annealed;
    private GeneratorForm.SetPath setPath;
    private double setMean;
    private GeneratorForm.Gates gates;
    private double distillation;
    private double domains;
    private double parametersPercent;
    private int repetition;
    private int consolidationEpochs;
    private double consolidationRate;
    private double consolidationFocus;
    private double consolidationDomains;
    private int consolidationFloor;
    private int consolidationRepetition;

    private final Map<String, Consumer<String>> settings = new TreeMap<>();

    /** A draft that starts from some settings. */
    public MetaConfigDraft(MetaConfig start) {
        iterations = start.iterations();
        tasks = start.tasks();
        ways = start.ways();
        imagesPerClass = start.imagesPerClass();
        miniBatches = start.miniBatches();
        rateW = start.rateW();
        ratePi = start.ratePi();
        rateTheta = start.rateTheta();
        weightDecay = start.weightDecay();
        klScale = start.klScale();
        reduction = start.reduction();
        annealed = start.annealed();
        Refinements refinements = start.refinements();
        setPath = refinements.form().setPath();
        setMean = refinements.form().setMean();
        gates = refinements.form().gates();
        distillation = refinements.distillation();
        domains = refinements.domains();
        parametersPercent = refinements.parametersPercent();
        repetition = refinements.repetition();
        consolidationEpochs = refinements.consolidation().epochs();
        consolidationRate = refinements.consolidation().peakLearningRate();
        consolidationFocus = refinements.consolidation().focus();
        consolidationDomains = refinements.consolidation().domains();
        consolidationFloor = refinements.consolidation().floorPercent();
        consolidationRepetition = refinements.consolidation().repetition();
        name();
    }

    private void name() {
        settings.put("iterations", text -> iterations = Integer.parseInt(text));
        settings.put("tasks", text -> tasks = Integer.parseInt(text));
        settings.put("ways", text -> ways = Integer.parseInt(text));
        settings.put("images-per-class", text -> imagesPerClass = Integer.parseInt(text));
        settings.put("mini-batches", text -> miniBatches = Integer.parseInt(text));
        settings.put("rate-w", text -> rateW = Double.parseDouble(text));
        settings.put("rate-pi", text -> ratePi = Double.parseDouble(text));
        settings.put("rate-theta", text -> rateTheta = Double.parseDouble(text));
        settings.put("weight-decay", text -> weightDecay = Double.parseDouble(text));
        settings.put("kl", text -> klScale = Double.parseDouble(text));
        settings.put("reduction", text -> reduction = Double.parseDouble(text));
        settings.put("annealed", text -> annealed = Double.parseDouble(text));
        settings.put("set-mean", text -> setMean = Double.parseDouble(text));
        settings.put("distillation", text -> distillation = Double.parseDouble(text));
        settings.put("domains", text -> domains = Double.parseDouble(text));
        settings.put("parameters-percent", text -> parametersPercent = Double.parseDouble(text));
        settings.put("repetition", text -> repetition = Integer.parseInt(text));
        settings.put("consolidation-epochs", text -> consolidationEpochs = Integer.parseInt(text));
        settings.put("consolidation-rate", text -> consolidationRate = Double.parseDouble(text));
        settings.put("consolidation-focus", text -> consolidationFocus = Double.parseDouble(text));
        settings.put(
                "consolidation-domains", text -> consolidationDomains = Double.parseDouble(text));
        settings.put("consolidation-floor", text -> consolidationFloor = Integer.parseInt(text));
        settings.put(
                "consolidation-repetition",
                text -> consolidationRepetition = Integer.parseInt(text));
        settings.put("set-path", text -> setPath = GeneratorForm.SetPath.valueOf(upper(text)));
        settings.put("gates", text -> gates = GeneratorForm.Gates.valueOf(upper(text)));
    }

    /** The names of all settings, sorted. */
    public List<String> names() {
        return List.copyOf(settings.keySet());
    }

    /**
     * Changes one setting.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} for an unknown name or a
     *     text that is no value of it
     */
    public MetaConfigDraft set(String name, String text) {
        Consumer<String> setting = settings.get(name);
        if (setting == null) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected a setting of meta-training out of %s, found '%s'"
                            .formatted(settings.keySet(), name));
        }
        try {
            setting.accept(text);
        } catch (IllegalArgumentException e) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected a value of %s, found '%s'".formatted(name, text),
                    e);
        }
        return this;
    }

    /** The settings, checked. */
    public MetaConfig build() {
        return new MetaConfig(
                iterations,
                tasks,
                ways,
                imagesPerClass,
                miniBatches,
                rateW,
                ratePi,
                rateTheta,
                weightDecay,
                klScale,
                reduction,
                annealed,
                new Refinements(
                        new GeneratorForm(setPath, setMean, gates),
                        distillation,
                        domains,
                        parametersPercent,
                        repetition,
                        new ConsolidationConfig(
                                consolidationEpochs,
                                consolidationRate,
                                consolidationFocus,
                                consolidationDomains,
                                consolidationFloor,
                                consolidationRepetition)));
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
