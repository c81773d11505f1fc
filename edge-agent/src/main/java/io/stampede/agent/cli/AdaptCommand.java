package io.stampede.agent.cli;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.stampede.agent.adapt.AdaptCommandLine;
import io.stampede.agent.adapt.AdaptationDocument;
import io.stampede.agent.export.ExportChoice;
import io.stampede.agent.export.ExportOutcome;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.adapt.AdaptationResult;
import io.stampede.core.train.RunControl;
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
    private final EdgeEngine engine;
    private final Terminal terminal;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "PHI",
            description = "The meta-model file, phi.safetensors.")
    private Path model;

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

    @Mixin private CommonOptions common;

    AdaptCommand(EdgeEngine engine, Terminal terminal) {
        this.engine = requireNonNull(engine, "engine is null");
        this.terminal = requireNonNull(terminal, "terminal is null");
    }

    @Override
    public Integer call() {
        AdaptationConfig config = tuning.config(budget.budget());
        ExportChoice choice = export == null ? ExportChoice.usual() : ExportChoice.parse(export);
        OptionalInt count = dataSize == null ? OptionalInt.empty() : OptionalInt.of(dataSize);
        AdaptationResult result =
                run(
                        new EdgeEngine.Job(
                                model,
                                Pictures.toLearnFrom(data, count, config.seed()),
                                config,
                                out),
                        choice);
        JsonObject document = AdaptationDocument.write(result, config.budget());
        document.add(
                "export",
                exported.<JsonElement>map(ExportOutcome::toJson).orElse(JsonNull.INSTANCE));
        document.addProperty(
                "serving_engine", exported.map(ExportOutcome::servingEngine).orElse("pytorch"));
        common.answer(terminal, document, to -> print(to, result));
        return 0;
    }

    private AdaptationResult run(EdgeEngine.Job job, ExportChoice choice) {
        InputWatch parent = new InputWatch(System.in);
        if (stopWithInput) {
            parent.start();
        }
        try (ProgressDisplay display = new ProgressDisplay(terminal, progressLines)) {
            RunControl control = new RunControl(display, parent);
            AdaptationResult result = engine.adapt(job, control);
            exported = engine.export(job, choice, control);
            return result;
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
                                + "accuracy       %s%n"
                                + "seconds        %.1f to search, %.1f to fine-tune, %.1f in all%n",
                        result.subnetwork(),
                        parameters,
                        fullParameters,
                        100.0 * parameters / fullParameters,
                        multiplyAdds,
                        result.fullCost().multiplyAdds(),
                        (double) result.fullCost().multiplyAdds() / multiplyAdds,
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
    }
}
