package io.stampede.bench.method.sparse;

import static io.stampede.core.network.Architecture.RESNET18;
import static io.stampede.core.network.Architecture.VGG10;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.bench.method.MethodResult;
import io.stampede.bench.method.TargetTask;
import io.stampede.bench.method.TinyTask;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.train.RunControl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SnipTest {
    private static final double SHARE = 0.1;

    @Test
    void keeps_the_share_of_all_parameters_at_full_multiply_adds() {
        // Given
        TargetTask task = TinyTask.of(Architecture.VGG10, 1);

        for (Snip method : new Snip[] {Snip.fromScratch(SHARE), Snip.fromPretrained(SHARE)}) {
            // When
            MethodResult result = method.run(task, RunControl.NONE);

            // Then
            assertEquals(
                    Math.round(SHARE * task.fullCost().parameters()), result.cost().parameters());
            assertEquals(1, result.multiplyAddsReduction());
            assertTrue(result.seconds().search() > 0);
            assertTrue(result.accuracy() >= 0 && result.accuracy() <= 1);
            assertTrue(result.kept().isEmpty());
        }
    }

    @Test
    void trains_a_resnet_at_the_paper_s_own_rate_and_a_vgg_at_that_of_all_methods() {
        for (Architecture architecture : new Architecture[] {VGG10, RESNET18}) {
            // Given
            TargetTask task = TinyTask.of(architecture, 1);

            // When
            MethodResult result = Snip.fromScratch(SHARE).run(task, RunControl.NONE);

            // Then
            String rate = architecture == RESNET18 ? "0.01" : "0.05";
            assertEquals(rate, result.notes().get("learning_rate"));
        }
    }

    @Test
    void counts_the_paper_s_vgg() {
        // Given
        NetworkSpec vgg = Architectures.of(Architecture.VGG19, 1, 10);

        // When
        Snip.Counts counts = counts(Snip.fromScratch(Snip.PAPER_SHARE), vgg);

        // Then
        assertEquals(20_018_880, counts.scored());
        assertEquals(Math.round(0.0417 * 20_035_018) - 11_008 - 5_130, counts.kept());
    }

    @Test
    void a_resnet_s_shortcuts_come_on_top_of_the_share() {
        // Given
        NetworkSpec resnet = Architectures.of(Architecture.RESNET18, 0.25, 10);
        long shortcuts = 32_768;

        // When
        Snip.Counts counts = counts(Snip.fromScratch(SHARE), resnet);

        // Then
        assertEquals(719_792 - shortcuts, counts.scored());
        long remaining = 723_994 - (counts.scored() - counts.kept());
        assertEquals(Math.round(SHARE * (723_994 - shortcuts)) + shortcuts, remaining);
    }

    @Test
    void the_same_seed_gives_the_same_accuracy() {
        // Given
        TargetTask task = TinyTask.of(Architecture.RESNET18, 1);

        // Then
        assertEquals(
                Snip.fromScratch(0.3).run(task, RunControl.NONE).accuracy(),
                Snip.fromScratch(0.3).run(task, RunControl.NONE).accuracy());
    }

    @Test
    void refuses_a_share_that_batch_norm_and_classifier_exceed() {
        assertCode(
                ErrorCode.BUDGET_INFEASIBLE,
                () ->
                        Snip.fromScratch(0.001)
                                .run(TinyTask.of(Architecture.VGG10, 1), RunControl.NONE));
    }

    @Test
    void refuses_what_is_no_share() {
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> Snip.fromScratch(0));
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> Snip.fromPretrained(1.5));
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> new EdgePopup(Double.NaN));
    }

    @Test
    void a_run_that_is_cancelled_says_so() {
        assertCode(
                ErrorCode.CANCELLED,
                () ->
                        Snip.fromScratch(SHARE)
                                .run(TinyTask.of(Architecture.VGG10, 1), TinyTask.CANCELLED));
    }

    private static Snip.Counts counts(Snip method, NetworkSpec network) {
        return method.counts(network, CostModel.FINE_TUNING.of(network).parameters());
    }

    private static void assertCode(ErrorCode expected, Executable executable) {
        assertEquals(expected, assertThrows(StampedeException.class, executable).code());
    }
}
