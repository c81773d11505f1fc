package io.stampede.bench.experiment.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.bench.experiment.Experiment;
import io.stampede.bench.experiment.ExperimentOutcome;
import io.stampede.bench.experiment.TargetName;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTextTest {
    @Test
    void shows_what_the_paper_and_what_this_program_measured() {
        // Given
        ExperimentOutcome outcome =
                Outcomes.of(
                        Experiment.TABLE2,
                        new TargetName(TargetName.CIFAR10, false),
                        List.of("full_scratch", "full_pretrained", "random", "stamp"));

        // Then
        assertEquals(
                """
                Table 2: resnet18 at width 0.25, scale cpu, mean ± std of 2 seeds
                reference cifar100:/data, phi 0123456789ab
                accuracy in % on the test split

                CIFAR-10, 1000 training pictures (cifar10:/target)
                method           paper (CIFAR-10)      measured  difference    paper P   P (%)  paper x     x  paper train (h)  train (s)  speed-up  test (s)
                full_scratch         94.37 ± 0.12  60.50 ± 0.71      -33.87     100.00  100.00     1.00  1.00             1.08       40.0     x1.00      2.00
                full_pretrained                 -  61.50 ± 0.71           -          -  100.00        -  1.00                -       40.0     x1.00      2.00
                random               91.95 ± 0.65  62.50 ± 0.71      -29.45  69.77 [1]    4.00     3.65  4.00             0.58       11.0     x3.64      0.50
                stamp                93.61 ± 0.27  63.50 ± 0.71      -30.11       9.22    4.00     4.29  4.00             0.57       11.0     x3.64      0.50
                [1] the paper's row: P probably = pruned ratio
                """,
                ComparisonText.of(outcome));
    }

    @Test
    void traffic_signs_stand_beside_svhn_without_a_difference() {
        // Given
        ExperimentOutcome outcome =
                Outcomes.of(
                        Experiment.TABLE1,
                        new TargetName(TargetName.GTSRB, true),
                        List.of("stamp"));

        // When
        String text = ComparisonText.of(outcome);

        // Then
        assertTrue(text.contains("\nGTSRB, 1000 training pictures"), text);
        assertTrue(text.contains("paper (SVHN)"), text);
        assertTrue(text.contains("95.82 ± 0.16"), text);
        assertFalse(text.contains("-32.32"), text);
        assertTrue(ResultsCsv.text(outcome).contains(",,GTSRB,"), "no accuracy of the paper");
    }

    @Test
    void what_is_missing_and_what_failed_is_told() {
        // Given
        ExperimentOutcome outcome =
                Outcomes.withFailure(
                        Outcomes.of(
                                Experiment.TABLE1,
                                new TargetName(TargetName.CIFAR10, false),
                                List.of("stamp", "random")),
                        "TRAINING_DIVERGED: loss is NaN");

        // When
        String text = ComparisonText.of(outcome);

        // Then
        assertTrue(
                text.endsWith(
                        """

                        left out: random, seed 2: TRAINING_DIVERGED: loss is NaN

                        1 of 4 runs are not finished
                        """),
                text);
    }
}
