package io.stampede.agent.cli;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.stampede.agent.serve.Predictor;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.ImageSources;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.data.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code predict}: what the subnetwork says about pictures. */
@Command(
        name = "predict",
        description = "Names the class of pictures with a subnetwork.",
        mixinStandardHelpOptions = true,
        versionProvider = AgentCommand.Version.class,
        sortOptions = false)
final class PredictCommand implements Callable<Integer> {
    private final EdgeEngine engine;
    private final Terminal terminal;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR_OR_FILE",
            description = "A subnetwork, or the directory of one.")
    private Path model;

    @Option(
            names = "--split",
            paramLabel = "train|test",
            defaultValue = "test",
            description = "Which pictures of a source (default: ${DEFAULT-VALUE}).")
    private String split;

    @Parameters(
            arity = "1..*",
            paramLabel = "SOURCE_OR_IMAGES",
            description = "One source kind:path, or JPEG and PNG files.")
    private List<String> pictures;

    @Mixin private CommonOptions common;

    private String servingEngine = "";

    private record Prediction(
            String picture, String label, float probability, Optional<String> expected) {}

    PredictCommand(EdgeEngine engine, Terminal terminal) {
        this.engine = requireNonNull(engine, "engine is null");
        this.terminal = requireNonNull(terminal, "terminal is null");
    }

    @Override
    public Integer call() {
        List<Prediction> predictions =
                pictures.stream().anyMatch(Pictures::isSource) ? ofSource() : ofFiles();
        common.answer(
                terminal, document(predictions), to -> predictions.forEach(p -> print(to, p)));
        if (terminal.interactive()) {
            terminal.err().println("engine: " + servingEngine);
        }
        return 0;
    }

    private List<Prediction> ofSource() {
        if (pictures.size() > 1) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected one source or any number of files, found %d arguments with a source"
                            .formatted(pictures.size()));
        }
        ImageDataset data = ImageSources.open(SourceSpec.parse(pictures.get(0))).load(split());
        return predict(Pictures.numbered(pictures.get(0), data.size()), data, true);
    }

    private List<Prediction> ofFiles() {
        return predict(pictures, Pictures.ofFiles(pictures), false);
    }

    private Split split() {
        for (Split known : Split.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(split)) {
                return known;
            }
        }
        throw new StampedeException(
                ErrorCode.INVALID_ARGUMENT, "expected --split train or test, found " + split);
    }

    private List<Prediction> predict(List<String> names, ImageDataset data, boolean labelled) {
        try (Predictor predictor = engine.open(model)) {
            servingEngine = predictor.engine();
            float[][] probabilities = predictor.probabilities(data);
            List<Prediction> predictions = new ArrayList<>(names.size());
            for (int i = 0; i < names.size(); i++) {
                int best = indexOfLargest(probabilities[i]);
                predictions.add(
                        new Prediction(
                                names.get(i),
                                predictor.labels().get(best),
                                probabilities[i][best],
                                labelled
                                        ? Optional.of(data.labelNames().get(data.label(i)))
                                        : Optional.empty()));
            }
            return predictions;
        }
    }

    private static int indexOfLargest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    private JsonObject document(List<Prediction> predictions) {
        JsonArray array = new JsonArray(predictions.size());
        for (Prediction prediction : predictions) {
            JsonObject entry = new JsonObject();
            entry.addProperty("picture", prediction.picture());
            entry.addProperty("label", prediction.label());
            entry.addProperty("probability", prediction.probability());
            prediction.expected().ifPresent(label -> entry.addProperty("expected", label));
            array.add(entry);
        }
        JsonObject document = new JsonObject();
        document.addProperty("engine", servingEngine);
        document.add("predictions", array);
        if (predictions.stream().allMatch(p -> p.expected().isPresent())) {
            document.addProperty("accuracy", accuracy(predictions));
        }
        return document;
    }

    private static double accuracy(List<Prediction> predictions) {
        return predictions.stream()
                .mapToInt(p -> p.expected().orElseThrow().equals(p.label()) ? 1 : 0)
                .average()
                .orElse(0);
    }

    private static void print(Terminal to, Prediction prediction) {
        to.out()
                .printf(
                        Locale.ROOT,
                        "%s\t%s\t%.4f%n",
                        prediction.picture(),
                        prediction.label(),
                        prediction.probability());
    }
}
