package io.stampede.bench.method.bbdropout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.bench.method.MethodResult;
import io.stampede.bench.method.TargetTask;
import io.stampede.bench.method.TinyTask;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Architecture;
import io.stampede.core.prune.ChannelMask;
import io.stampede.core.train.RunControl;
import org.junit.jupiter.api.Test;

class BbDropoutTest {
    private static final TargetTask TASK = TinyTask.of(Architecture.VGG10, 1);

    @Test
    void gates_that_stay_open_keep_every_channel() {
        // When
        MethodResult result = new BbDropout().run(TASK, RunControl.NONE);

        // Then
        assertEquals(ChannelMask.all(TASK.full()).kept(), result.kept());
        assertEquals("100.00", result.notes().get("kept_channels_percent"));
        assertEquals("1", result.notes().get("search_epochs"));
        assertEquals("20.0", result.notes().get("kl"));
        assertEquals(TASK.fullCost(), result.cost());
        assertTrue(result.seconds().search() > 0);
    }

    @Test
    void a_layer_whose_gates_all_close_keeps_one_channel() {
        // Given
        BbDropoutConfig closed = BbDropoutConfig.DEFAULT.withStart(-9, 0.5413);

        for (Architecture architecture : Architecture.values()) {
            TargetTask task = TinyTask.of(architecture, 1);

            // When
            MethodResult result = new BbDropout(closed).run(task, RunControl.NONE);

            // Then
            assertEquals(task.full().channels().keySet(), result.kept().keySet());
            assertTrue(result.kept().values().stream().allMatch(kept -> kept.size() == 1));
            assertTrue(result.cost().multiplyAdds() < task.fullCost().multiplyAdds() / 4);
        }
    }

    @Test
    void the_same_seed_gives_the_same_result() {
        // When
        MethodResult first = new BbDropout().run(TASK, RunControl.NONE);
        MethodResult second = new BbDropout().run(TASK, RunControl.NONE);

        // Then
        assertEquals(first.accuracy(), second.accuracy());
        assertEquals(first.kept(), second.kept());
    }

    @Test
    void searches_in_proportion_to_fine_tuning() {
        assertEquals(40, BbDropoutConfig.DEFAULT.searchEpochs(40));
        assertEquals(20, BbDropoutConfig.DEFAULT.withSearchRatio(0.5).searchEpochs(40));
        assertEquals(1, BbDropoutConfig.DEFAULT.withSearchRatio(0.1).searchEpochs(1));
        assertEquals(0, BbDropoutConfig.DEFAULT.searchEpochs(0));
    }

    @Test
    void a_run_that_is_cancelled_says_so() {
        // When
        StampedeException error =
                assertThrows(
                        StampedeException.class,
                        () -> new BbDropout().run(TASK, TinyTask.CANCELLED));

        // Then
        assertEquals(ErrorCode.CANCELLED, error.code());
    }

    @Test
    void refuses_a_search_of_no_length() {
        // When
        StampedeException error =
                assertThrows(
                        StampedeException.class, () -> BbDropoutConfig.DEFAULT.withSearchRatio(0));

        // Then
        assertEquals(ErrorCode.INVALID_ARGUMENT, error.code());
    }
}
