package io.stampede.bench.cli;

import io.stampede.bench.console.ProgressLine;
import io.stampede.bench.ship.Shipment;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.ImageSources;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.data.Split;
import io.stampede.core.model.ShippedModel;
import io.stampede.core.network.Architecture;
import io.stampede.core.train.MetaConfigDraft;
import io.stampede.core.train.MetaTraining;
import io.stampede.core.train.MetaTrainingConfig;
import io.stampede.core.train.MetaTrainingResult;
import io.stampede.core.train.PretrainedWeights;
import io.stampede.core.train.Progress;
import io.stampede.core.train.RunControl;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stampede train}: meta-training without a server. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Meta-training without a server; given the same options and directory again, it"
                        + " goes on where it was interrupted.")
final class TrainCommand {
    @Spec private CommandSpec spec;

    /** What both stages are told. */
    static final class Options {
        @Option(
                names = "--reference",
                paramLabel = "SOURCE",
                converter = Sources.class,
                defaultValue = "procedural:source",
                description = "What to train on (default: ${DEFAULT-VALUE}).")
        private SourceSpec reference;

        @Option(
                names = "--preset",
                paramLabel = "NAME",
                defaultValue = "demo",
                description = "smoke, demo, cpu, reference or paper (default: ${DEFAULT-VALUE}).")
        private String preset;

        @Option(
                names = "--network",
                paramLabel = "NAME",
                description = "vgg19, vgg10 or resnet18 (default: the preset's).")
        private String network;

        @Option(
                names = "--width",
                paramLabel = "W",
                description = "Multiplier of the channels (default: the preset's).")
        private Double width;

        @Option(
                names = "--pretrain-epochs",
                paramLabel = "N",
                description = "Passes of pretraining (default: the preset's).")
        private Integer pretrainEpochs;

        @Option(
                names = "--set",
                paramLabel = "NAME=VALUE",
                description =
                        "Changes a setting of meta-training, for example iterations=500; an unknown"
                                + " name is answered with all of them.")
        private Map<String, String> settings = new LinkedHashMap<>();

        @Option(
                names = "--seed",
                paramLabel = "S",
                defaultValue = "1",
                description = "Decides every random choice (default: ${DEFAULT-VALUE}).")
        private long seed;

        @Option(
                names = "--out",
                paramLabel = "DIR",
                required = true,
                description = "Receives checkpoints and phi.safetensors.")
        private Path out;

        private void requireNoEpochs(Path pretrained) {
            if (pretrained != null && pretrainEpochs != null) {
                throw new StampedeException(
                        ErrorCode.INVALID_ARGUMENT,
                        "expected --pretrained or --pretrain-epochs, found both");
            }
        }

        private MetaTrainingResult metaTrain(Path pretrained, RunControl control) {
            return pretrained == null
                    ? MetaTraining.run(config(), pictures(), out, control)
                    : MetaTraining.runFrom(pretrained, config(), pictures(), out, control);
        }

        private ImageDataset pictures() {
            return ImageSources.open(reference).load(Split.TRAIN);
        }

        private MetaTrainingConfig config() {
            MetaTrainingConfig config = MetaTrainingConfig.preset(preset).withSeed(seed);
            config =
                    config.withNetwork(
                            network == null ? config.architecture() : Architecture.of(network),
                            width == null ? config.width() : width);
            if (pretrainEpochs != null) {
                config = config.withPretraining(config.pretraining().withEpochs(pretrainEpochs));
            }
            MetaConfigDraft meta = new MetaConfigDraft(config.meta());
            settings.forEach(meta::set);
            return config.withMeta(meta.build());
        }
    }

    @Command(
            name = "pretrain",
            mixinStandardHelpOptions = true,
            description = "Trains W on all classes of the reference; 'train meta' goes on from it.")
    int pretrain(@Mixin Options options) {
        ProgressLine line = ProgressLine.onStandardError();
        MetaTraining.pretrain(options.config(), options.pictures(), options.out, control(line));
        line.finish();
        spec.commandLine().getOut().println(options.out.resolve(PretrainedWeights.FILE));
        return 0;
    }

    @Command(
            name = "meta",
            mixinStandardHelpOptions = true,
            description = "Pretrains, unless that is done, and runs Algorithm 1: the whole of phi.")
    int meta(
            @Mixin Options options,
            @Option(
                            names = "--pretrained",
                            paramLabel = "FILE",
                            description =
                                    "W to start from instead of pretraining, as 'train ship' packs"
                                            + " it, for example models/NAME/pretrained.safetensors.")
                    Path pretrained) {
        options.requireNoEpochs(pretrained);
        ProgressLine line = ProgressLine.onStandardError();
        MetaTrainingResult result = options.metaTrain(pretrained, control(line));
        line.finish();
        spec.commandLine().getOut().println(summary(result, pretrained == null));
        return 0;
    }

    private static String summary(MetaTrainingResult result, boolean isPretrainedHere) {
        return String.format(
                Locale.ROOT,
                "%s  %smeta-training accuracy %.3f, %.0f s",
                result.model(),
                isPretrainedHere
                        ? String.format(
                                Locale.ROOT,
                                "pretraining accuracy %.3f, ",
                                result.pretrainAccuracy())
                        : "",
                result.metaAccuracy(),
                result.seconds());
    }

    @Command(
            name = "ship",
            mixinStandardHelpOptions = true,
            description =
                    "Packs what 'train meta' left as a model that comes with the product: F16 files"
                            + " of at most 12 MiB, checked against the originals, and a model card.")
    int ship(
            @Option(
                            names = "--from",
                            paramLabel = "DIR",
                            required = true,
                            description = "The --out of 'train meta'.")
                    Path from,
            @Option(
                            names = "--out",
                            paramLabel = "models/NAME",
                            required = true,
                            description = "The folder to write; a card's results are kept.")
                    Path target) {
        ShippedModel shipped = new Shipment(from, target).pack();
        spec.commandLine().getOut().println(shipped.directory());
        return 0;
    }

    private static RunControl control(ProgressLine line) {
        return new RunControl(progress -> show(line, progress), () -> false);
    }

    private static void show(ProgressLine line, Progress progress) {
        line.training(progress.phase().id(), progress);
    }
}
