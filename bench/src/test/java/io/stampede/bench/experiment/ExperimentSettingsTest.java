package io.stampede.bench.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.bench.method.Methods;
import io.stampede.bench.method.Scale;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Cost;
import io.stampede.core.train.FineTuningConfig;
import io.stampede.core.train.RateDecay;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentSettingsTest {
    private static final Cost FULL = new Cost(1_000_000, 100_000_000, 1_000_000);
    private static final CostLimit LIMIT = new CostLimit(10, 4);

    @ParameterizedTest
    @CsvSource({"1000, 5, 75", "5000, 5, 390", "40, 10, 10"})
    void k_of_figure_6_counts_passes_over_the_pictures_whatever_the_batch(
            int pictures, String epochs, int steps) {
        // Given: above 2,000 pictures fine-tuning takes batches of 128
        RunKey key = key(pictures, Map.of(RunKey.PRUNING_EPOCHS, epochs));

        // When
        AdaptationConfig adaptation = settings(Experiment.FIG6).adaptation(key, FULL, false);

        // Then
        assertEquals(steps, adaptation.pruningSteps());
    }

    @Test
    void only_the_figure_of_masks_gives_each_seed_its_own_pictures() {
        // Given
        RunKey third = key(1000, Map.of()).withSeed(3);

        // When, then
        assertEquals(3, settings(Experiment.FIG5).sample(third));
        assertEquals(0, settings(Experiment.TABLE1).sample(third));
    }

    @ParameterizedTest
    @CsvSource({
        "PAPER, TABLE1, 200, TWO_AND_THREE_FIFTHS",
        "PAPER, TABLE3, 20, HALF_AND_THREE_QUARTERS",
        "CPU, TABLE1, 40, HALF_AND_FOUR_FIFTHS"
    })
    void the_scale_of_the_paper_divides_the_rate_where_its_sources_do(
            Scale scale, Experiment experiment, int epochs, RateDecay decay) {
        // When
        FineTuningConfig tuning =
                settings(experiment, scale)
                        .adaptation(key(1000, Map.of()), FULL, false)
                        .fineTuning();

        // Then
        assertEquals(epochs, tuning.epochs());
        assertEquals(decay, tuning.decay());
    }

    private static RunKey key(int pictures, Map<String, String> variant) {
        return new RunKey("procedural:target", pictures, LIMIT, "stamp", variant, 1);
    }

    private static ExperimentSettings settings(Experiment experiment) {
        return settings(experiment, Scale.CPU);
    }

    private static ExperimentSettings settings(Experiment experiment, Scale scale) {
        return new ExperimentSettings(
                experiment,
                scale,
                Architecture.RESNET18,
                0.25,
                List.of(Methods.of("stamp")),
                List.of(LIMIT),
                1,
                false,
                ExperimentOptions.Tuning.DEFAULT);
    }
}
