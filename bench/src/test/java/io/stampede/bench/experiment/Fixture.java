package io.stampede.bench.experiment;

import io.stampede.bench.method.Scale;
import io.stampede.bench.method.TaskFixture;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.network.Architecture;
import io.stampede.core.train.RunControl;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/** Experiments of the smallest size: drawn pictures, a phi that nobody trained. */
final class Fixture {
    static final SourceSpec REFERENCE =
            SourceSpec.parse("procedural:source?classes=5&per-class=8&test-per-class=4");
    static final SourceSpec TARGET =
            SourceSpec.parse("procedural:target?classes=3&per-class=12&test-per-class=4");

    private Fixture() {}

    /** Writes a phi of VGG-19 at width 0.0625 and names it. */
    static Path phi(Path directory) {
        return TaskFixture.create(Architecture.VGG19, directory).reference().phi();
    }

    /** Two seeds of each method. */
    static ExperimentOptions options(Experiment experiment, Path phi, List<String> methods) {
        return options(experiment, phi, methods, 2);
    }

    static ExperimentOptions options(
            Experiment experiment, Path phi, List<String> methods, int seeds) {
        return new ExperimentOptions(
                experiment,
                Scale.SMOKE,
                new ExperimentOptions.Data(
                        REFERENCE, List.of(TARGET), Optional.empty(), List.of(18), false),
                new ExperimentOptions.Model(
                        Optional.empty(),
                        OptionalDouble.empty(),
                        Optional.of(phi),
                        Optional.empty()),
                methods,
                List.of(new CostLimit(30, 2)),
                OptionalInt.of(seeds),
                ExperimentOptions.Tuning.DEFAULT);
    }

    /** A run that is cancelled when so many runs are finished and the next one trains. */
    static ExperimentRun run(ExperimentOptions options, Path directory, int most) {
        int[] finished = {0};
        BooleanSupplier enough = () -> finished[0] >= most;
        return new ExperimentRun(
                Preparation.of(options),
                directory,
                new ExperimentRun.Listener(
                        (key, number, runs) -> {},
                        outcome -> finished[0] = outcome.records().size(),
                        new RunControl(progress -> {}, enough)),
                Clock.systemUTC());
    }

    static ExperimentRun run(ExperimentOptions options, Path directory) {
        return run(options, directory, Integer.MAX_VALUE);
    }
}
