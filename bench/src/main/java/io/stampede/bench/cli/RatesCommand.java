package io.stampede.bench.cli;

import io.stampede.bench.speed.TrainingSpeeds;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Architecture;
import io.stampede.core.train.MetaConfig;
import io.stampede.core.train.MetaConfigDraft;
import io.stampede.core.train.MetaTrainingConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stampede bench rates}. */
@Command(
        name = "rates",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Pictures per second of every phase of training, and the time that a pruned network",
            "saves, on random pictures."
        })
final class RatesCommand implements Callable<Integer> {
    private static final int FEWEST_PICTURES = 2;

    @Spec private CommandSpec spec;

    @Option(
            names = {"--network", "--architecture"},
            paramLabel = "NAME",
            defaultValue = "vgg19")
    private String network;

    @Option(names = "--width", paramLabel = "X", defaultValue = "0.25")
    private double width;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "128")
    private int batch;

    @Option(
            names = "--reduction",
            paramLabel = "X",
            defaultValue = "4.17",
            description = "How many times fewer multiply-adds the pruned network needs.")
    private double reduction;

    @Option(
            names = "--parameters-percent",
            paramLabel = "P",
            defaultValue = "4.2",
            description = "Most parameters of the pruned network.")
    private double parametersPercent;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3")
    private int rounds;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "10",
            description = "Steps per round; outer iterations of meta-training.")
    private int steps;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "Changes a setting of meta-training, as 'stampede train meta --set' does.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Override
    public Integer call() {
        boolean sensible = parametersPercent > 0 && parametersPercent <= 100 && reduction >= 1;
        if (batch < FEWEST_PICTURES || rounds < 1 || steps < 1 || !sensible) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    ("expected a batch of at least %d, positive rounds and steps, a reduction from 1"
                                    + " and a percentage up to 100, found %d, %d, %d, %s, %s")
                            .formatted(
                                    FEWEST_PICTURES,
                                    batch,
                                    rounds,
                                    steps,
                                    reduction,
                                    parametersPercent));
        }
        TrainingSpeeds.Plan plan =
                new TrainingSpeeds.Plan(
                        Architecture.of(network),
                        width,
                        batch,
                        rounds,
                        steps,
                        reduction,
                        parametersPercent,
                        meta());
        spec.commandLine().getOut().print(TrainingSpeeds.measure(plan).toText());
        spec.commandLine().getOut().flush();
        return 0;
    }

    private MetaConfig meta() {
        MetaConfigDraft meta = new MetaConfigDraft(MetaTrainingConfig.preset("cpu").meta());
        settings.forEach(meta::set);
        return meta.build();
    }
}
