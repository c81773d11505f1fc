package io.stampede.bench.cli;

import io.stampede.bench.console.ProgressLine;
import io.stampede.bench.demo.Demo;
import io.stampede.bench.demo.DemoDirectory;
import io.stampede.bench.demo.DemoOutcome;
import io.stampede.bench.demo.DemoSettings;
import io.stampede.bench.demo.PhiSource;
import io.stampede.bench.demo.ShippedPhi;
import io.stampede.bench.demo.TrainedPhi;
import io.stampede.bench.process.Launcher;
import io.stampede.bench.table.MethodTable;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.model.ShippedModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stampede demo}. */
@Command(
        name = "demo",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Runs the whole path on this machine: a meta-server with its Kafka broker publishes the"
                    + " phi that comes with Stampede, an edge agent in a process of its own adapts"
                    + " it to private pictures within its budget and reports. Then compares.",
            "With --train, --reference or --preset the server first trains a phi of its own.",
            "Ends with status 0 if the report arrived and the subnetwork has at most 10 %% of the"
                    + " parameters."
        })
final class DemoCommand implements Callable<Integer> {
    private static final int SMOKE_TARGET_SIZE = 200;
    private static final int SMOKE_EPOCHS = 2;
    private static final int SHIPPED_EPOCHS = 20;

    @Spec private CommandSpec spec;

    @Option(names = "--train", description = "Trains phi instead of taking the shipped one.")
    private boolean train;

    @Option(
            names = "--reference",
            paramLabel = "SOURCE",
            converter = Sources.class,
            description = "What phi is trained on; implies --train (default: procedural:source).")
    private SourceSpec reference;

    @Option(
            names = "--target",
            paramLabel = "SOURCE",
            converter = Sources.class,
            defaultValue = "procedural:target",
            description =
                    "The device's pictures; their test split judges. Of folder:DIR without one, a"
                            + " fifth of each class is cut off for it.")
    private SourceSpec target;

    @Option(
            names = "--target-size",
            paramLabel = "N",
            description =
                    "Number of private pictures (default: 1000, or all where there are fewer; with"
                            + " --smoke 200).")
    private Integer targetSize;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description =
                    "Meta-training: smoke, demo, cpu, reference or paper; implies --train (default: demo;"
                            + " cpu with --reference).")
    private String preset;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes of every method (default: 20; 40 with --train; with --smoke 2).")
    private Integer epochs;

    @Option(
            names = "--max-multiply-adds-reduction",
            paramLabel = "X",
            defaultValue = "3.5",
            description = "The device can afford the full network's multiply-adds divided by this.")
    private double reduction;

    @Option(
            names = "--smoke",
            description = "The smallest honest setting; accuracies then mean nothing.")
    private boolean smoke;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Decides every random choice.")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "demo-out",
            description =
                    "Receives report.json, phi.safetensors, subnetwork.safetensors, logs/ and both"
                            + " data directories; an earlier demo's are replaced.")
    private Path out;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json.")
    private OutputFormat output;

    @Override
    public Integer call() throws IOException {
        DemoSettings settings = settings();
        DemoDirectory directory = new DemoDirectory(out);
        Demo demo =
                new Demo(settings, directory, Launcher.current(), ProgressLine.onStandardError());
        DemoOutcome outcome = demo.run();
        PrintWriter answer = spec.commandLine().getOut();
        if (output == OutputFormat.JSON) {
            answer.print(Files.readString(directory.report()));
        } else {
            print(answer, settings, outcome, directory);
        }
        answer.flush();
        if (!outcome.isWithinParameters()) {
            throw new StampedeException(
                    ErrorCode.INTERNAL,
                    "expected a subnetwork of at most %d %% of the parameters, found %.2f %%"
                            .formatted(
                                    DemoSettings.MAX_PARAMETERS_PERCENT,
                                    outcome.method("stamp").parametersPercent()));
        }
        return 0;
    }

    private DemoSettings settings() {
        boolean trains = train || reference != null || preset != null;
        OptionalInt size =
                targetSize != null
                        ? OptionalInt.of(targetSize)
                        : smoke ? OptionalInt.of(SMOKE_TARGET_SIZE) : OptionalInt.empty();
        int usualEpochs = trains ? AdaptationConfig.DEFAULT.epochs() : SHIPPED_EPOCHS;
        return new DemoSettings(
                trains ? trained() : shipped(),
                target,
                size,
                or(epochs, smoke ? SMOKE_EPOCHS : usualEpochs),
                reduction,
                seed);
    }

    private PhiSource trained() {
        String usualPreset = smoke ? "smoke" : reference == null ? "demo" : "cpu";
        return new TrainedPhi(
                or(reference, SourceSpec.parse("procedural:source")),
                or(preset, usualPreset),
                seed);
    }

    private static PhiSource shipped() {
        return new ShippedPhi(
                ShippedModels.current()
                        .requireQuickest("train one with --train, or set STAMPEDE_MODELS"));
    }

    private static <T> T or(T given, T otherwise) {
        return given == null ? otherwise : given;
    }

    private void print(
            PrintWriter answer,
            DemoSettings settings,
            DemoOutcome outcome,
            DemoDirectory directory) {
        answer.printf(
                Locale.ROOT,
                "%n%s -> %s, %,d private pictures, %d epochs, seed %d%n%n%s%n",
                settings.phi().title(),
                settings.target(),
                outcome.pictures(),
                settings.epochs(),
                settings.seed(),
                MethodTable.format(outcome.methods()));
        answer.println(verdict(outcome.pointsAboveRandom()));
        answer.printf(
                Locale.ROOT,
                "%.0f s in all; everything is in %s%n",
                outcome.stages().total(),
                directory.root());
    }

    private String verdict(double points) {
        if (smoke) {
            return "Smoke: the path works; accuracies after so little training mean nothing.";
        }
        return String.format(
                Locale.ROOT,
                points > 0
                        ? "STAMP is %.2f points above random pruning at the same multiply-adds."
                        : "STAMP is NOT above random pruning at the same multiply-adds:"
                                + " %.2f points.",
                points);
    }
}
