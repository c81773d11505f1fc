package io.stampede.agent.cli;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.stampede.agent.adapt.AdaptCommandLine;
import io.stampede.agent.adapt.AdaptationDocument;
import io.stampede.agent.adapt.Slots;
import io.stampede.agent.export.ExportChoice;
import io.stampede.agent.export.ExportOutcome;
import io.stampede.agent.hold.HoldPoint;
import io.stampede.agent.hold.Moment;
import io.stampede.agent.intake.Sha256;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.adapt.AdaptationResult;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.train.RunControl;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code adapt}: the device's work without Kafka. */
@Command(
        name = "adapt",
        description = "Prunes and fine-tunes a subnetwork of phi for private pictures.",
        mixinStandardHelpOptions = true,
        versionProvider = AgentCommand.Version.class,
        sortOptions = false)
final class AdaptCommand implements Callable<Integer> {
    private static final long MIB = 1024 * 1024;

    private final EdgeEngine engine;
    private final Terminal terminal;

    @Mixin private ModelOption model;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "SOURCE",
            description = "The private pictures, kind:path.")
    private String data;

    @Option(
            names = "--data-size",
            paramLabel = "N",
            description = "Choose N pictures, the same number of every class.")
    private Integer dataSize;

    @Mixin private BudgetOptions budget;
    @Mixin private TuningOptions tuning;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Receives subnetwork.safetensors.")
    private Path out;

    @Option(
            names = AdaptCommandLine.EXPORT,
            paramLabel = "float32|float16|int8|none",
            description =
                    "The TensorFlow Lite file to make (default: float32 where it can be served).")
    private String export;

    @Option(names = AdaptCommandLine.PROGRESS_LINES, hidden = true)
    private boolean progressLines;

    private Optional<ExportOutcome> exported = Optional.empty();

    @Option(names = AdaptCommandLine.STOP_WITH_INPUT, hidden = true)
    private boolean stopWithInput;

    @Option(names = AdaptCommandLine.INCUMBENT, hidden = true)
    private Path incumbent;

    @Option(names = AdaptCommandLine.UNLESS_DATA, hidden = true)
    private String unlessData;

    @Option(names = AdaptCommandLine.HOLD_AT, hidden = true)
    private String holdAt;

    @Option(names = AdaptCommandLine.HOLD_MARKER, hidden = true, defaultValue = HoldPoint.MARKER)
    private Path holdMarker;

    @Mixin private CommonOptions common;

    AdaptCommand(EdgeEngine engine, Terminal terminal) {
        this.engine = requireNonNull(engine, "engine is null");
        this.terminal = requireNonNull(terminal, "terminal is null");
    }

    @Override
    public Integer call() {
        Path phi = model.file();
        AdaptationConfig config = tuning.config(budget.budget());
        ExportChoice choice = export == null ? ExportChoice.usual() : ExportChoice.parse(export);
        OptionalInt count = dataSize == null ? OptionalInt.empty() : OptionalInt.of(dataSize);
        ImageDataset pictures = Pictures.toLearnFrom(data, count, config.seed());
        String digest = digest(pictures);
        if (digest.equals(unlessData)) {
            answerUnchanged(digest);
            return 0;
        }
        EdgeEngine.Job job = new EdgeEngine.Job(phi, pictures, config, out);
        AdaptationResult result = run(job, choice);
        JsonObject document = AdaptationDocument.write(result, config.budget());
        document.addProperty(AdaptationDocument.DATA_SHA256, digest);
        document.add(
                "export",
                exported.<JsonElement>map(ExportOutcome::toJson).orElse(JsonNull.INSTANCE));
        document.addProperty(
                "serving_engine", exported.map(ExportOutcome::servingEngine).orElse("pytorch"));
        compare(document, job);
        common.answer(terminal, document, to -> print(to, result));
        return 0;
    }

    private static String digest(ImageDataset pictures) {
        String content = pictures.sha256() + pictures.labelNames();
        return Sha256.hex(content.getBytes(StandardCharsets.UTF_8));
    }

    private void answerUnchanged(String digest) {
        JsonObject document = new JsonObject();
        document.addProperty(AdaptationDocument.UNCHANGED, true);
        document.addProperty(AdaptationDocument.DATA_SHA256, digest);
        common.answer(terminal, document, to -> to.out().println("the pictures are unchanged"));
    }

    private void compare(JsonObject document, EdgeEngine.Job job) {
        if (incumbent == null) {
            return;
        }
        engine.accuracy(incumbent.resolve(Slots.SUBNETWORK), job)
                .ifPresent(
                        accuracy ->
                                document.addProperty(
                                        AdaptationDocument.INCUMBENT_ACCURACY, accuracy));
    }

    private AdaptationResult run(EdgeEngine.Job job, ExportChoice choice) {
        InputWatch parent = new InputWatch(System.in);
        if (stopWithInput) {
            parent.start();
        }
        HoldPoint hold = new HoldPoint(Optional.ofNullable(holdAt).map(Moment::parse), holdMarker);
        try (ProgressDisplay display = new ProgressDisplay(terminal, progressLines)) {
            RunControl control = new RunControl(hold.after(display), parent);
            AdaptationResult result = engine.adapt(job, control);
            exported = engine.export(job, choice, control);
            return result;
        } catch (StampedeException e) {
            if (e.code() == ErrorCode.BUDGET_INFEASIBLE) {
                // People learn it from the line of error.
                JsonObject refusal = AdaptationDocument.refusal(e, job.config().budget());
                common.answer(terminal, refusal, to -> {});
            }
            throw e;
        }
    }

    private void print(Terminal to, AdaptationResult result) {
        long parameters = result.cost().parameters();
        long fullParameters = result.fullCost().parameters();
        long multiplyAdds = result.cost().multiplyAdds();
        String accuracy =
                Double.isNaN(result.accuracy())
                        ? "not measured, nothing was held out"
                        : String.format(
                                Locale.ROOT,
                                "%.1f %% on %d pictures held out",
                                100 * result.accuracy(),
                                result.validationImages());
        to.out()
                .printf(
                        Locale.ROOT,
                        "subnetwork     %s%n"
                                + "parameters     %,d of %,d (%.2f %%)%n"
                                + "multiply-adds  %,d of %,d (%.1f times fewer)%n"
                                + "training       %d x %d pictures a step, at most %d MiB%n"
                                + "accuracy       %s%n"
                                + "seconds        %.1f to search, %.1f to fine-tune, %.1f in all%n",
                        result.subnetwork(),
                        parameters,
                        fullParameters,
                        100.0 * parameters / fullParameters,
                        multiplyAdds,
                        result.fullCost().multiplyAdds(),
                        (double) result.fullCost().multiplyAdds() / multiplyAdds,
                        result.training().accumulatedBatches(),
                        result.training().batchSize(),
                        result.training().predictedBytes() / MIB,
                        accuracy,
                        result.seconds().search(),
                        result.seconds().finetune(),
                        result.seconds().total());
        exported.ifPresent(
                outcome ->
                        to.out()
                                .printf(
                                        "serves with    %s%s%n",
                                        outcome.servingEngine(),
                                        outcome.problem().map(why -> ", since " + why).orElse("")));
        result.latency()
                .measured()
                .ifPresent(
                        millis ->
                                to.out()
                                        .printf(
                                                Locale.ROOT,
                                                "latency        %.2f ms a picture, %.2f predicted%n",
                                                millis,
                                                result.latency().predicted().orElse(Double.NaN)));
    }
}
