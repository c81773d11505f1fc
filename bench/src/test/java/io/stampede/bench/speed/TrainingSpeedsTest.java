package io.stampede.bench.speed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.network.Architecture;
import io.stampede.core.train.MetaConfig;
import io.stampede.core.train.Phase;
import io.stampede.core.train.Progress;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TrainingSpeedsTest {
    @Test
    void every_phase_of_a_small_network_is_timed_and_reported() {
        // Given
        TrainingSpeeds.Plan plan =
                new TrainingSpeeds.Plan(
                        Architecture.VGG10,
                        0.0625,
                        4,
                        1,
                        2,
                        2,
                        50,
                        MetaConfig.DEFAULT.withTask(1, 2, 2));

        // When
        SpeedReport report = TrainingSpeeds.measure(plan);

        // Then
        assertEquals(2, report.pretraining().millis().size());
        assertEquals(2, report.metaTraining().millis().size());
        assertEquals(20, report.metaTraining().pictures());
        assertEquals(2, report.cut().pace().millis().size());
        assertTrue(report.reduction() >= 2);
        List<String> lines = report.toText().lines().toList();
        assertTrue(lines.get(1).startsWith("meta-training"), lines.get(1));
        assertTrue(lines.get(5).matches("channels (\\d+,){9}\\d+"), lines.get(5));
    }

    @Test
    void a_pace_is_the_median_of_its_steps() {
        // Given
        Pace odd = new Pace(100, List.of(30.0, 10.0, 20.0));
        Pace even = new Pace(100, List.of(40.0, 10.0, 20.0, 30.0));

        // When
        double median = odd.millisPerStep();
        double between = even.millisPerStep();

        // Then
        assertEquals(20, median);
        assertEquals(25, between);
        assertEquals(5000, odd.picturesPerSecond());
    }

    @Test
    void a_clock_tells_the_time_between_reports_of_one_phase() {
        // Given
        AtomicLong nanos = new AtomicLong();
        StepClock clock = new StepClock(() -> nanos.getAndAdd(1_000_000));

        // When
        for (long step = 0; step < 4; step++) {
            clock.control().listener().accept(progress(Phase.FINE_TUNE, step));
            clock.control().listener().accept(progress(Phase.EVALUATE, step));
        }

        // Then
        assertEquals(List.of(2.0, 2.0), clock.millis(Phase.FINE_TUNE, 1));
        assertEquals(List.of(), clock.millis(Phase.PRETRAIN, 0));
    }

    private static Progress progress(Phase phase, long step) {
        return new Progress(phase, step, 4, 0, 0, 0);
    }
}
