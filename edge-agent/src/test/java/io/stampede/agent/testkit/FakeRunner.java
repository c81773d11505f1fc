package io.stampede.agent.testkit;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.stampede.agent.adapt.AdaptationDocument;
import io.stampede.agent.adapt.AdaptationOrder;
import io.stampede.agent.adapt.AdaptationOutcome;
import io.stampede.agent.adapt.AdaptationRunner;
import io.stampede.agent.adapt.RunningAdaptation;
import io.stampede.agent.adapt.Slots;
import io.stampede.core.ErrorCode;
import io.stampede.core.adapt.AdaptationResult;
import io.stampede.core.adapt.Latency;
import io.stampede.core.adapt.PhaseSeconds;
import io.stampede.core.adapt.TrainingStep;
import io.stampede.core.network.Cost;
import io.stampede.core.prune.Budget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** An adaptation that ends when a test says so. */
public final class FakeRunner implements AdaptationRunner {
    private final List<AdaptationOrder> orders = new ArrayList<>();
    private Optional<AdaptationOutcome> outcome = Optional.empty();
    private int closed;

    /** What an adaptation might give. */
    public static AdaptationResult result(Path directory) {
        return new AdaptationResult(
                new Cost(1_000, 2_000, 3_000),
                new Cost(10_000, 20_000, 30_000),
                Map.of("conv1", List.of(0, 2, 5), "conv2", List.of(1)),
                0.75,
                90,
                10,
                new TrainingStep(16, 4, 9_000),
                new Latency(OptionalDouble.of(1.5), OptionalDouble.of(1.25)),
                new PhaseSeconds(1, 2, 3, 4, 5, 16),
                7_000,
                8_000,
                directory.resolve(Slots.SUBNETWORK));
    }

    /** The adaptation under way ends well, with an accuracy of 0.75 and nothing to compare with. */
    public void succeed() {
        succeed(Map.of());
    }

    /** The adaptation under way ends well, while what serves has an accuracy. */
    public void succeedAgainst(double incumbentAccuracy) {
        succeed(Map.of(AdaptationDocument.INCUMBENT_ACCURACY, incumbentAccuracy));
    }

    /** The adaptation under way ends well and says more. */
    public void succeed(Map<String, ?> details) {
        AdaptationOrder order = orders.get(orders.size() - 1);
        JsonObject json = AdaptationDocument.write(result(order.directory()), Budget.UNLIMITED);
        json.addProperty(AdaptationDocument.DATA_SHA256, "digest");
        details.forEach((key, value) -> json.add(key, new Gson().toJsonTree(value)));
        String document = json.toString();
        try {
            Files.writeString(order.directory().resolve(Slots.SUBNETWORK), "net");
            Files.writeString(order.directory().resolve(Slots.DOCUMENT), document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        outcome = Optional.of(new AdaptationOutcome.Adapted(AdaptationDocument.read(document)));
    }

    /** The adaptation under way ends badly. */
    public void fail(ErrorCode code) {
        outcome = Optional.of(new AdaptationOutcome.Failed(code, "as the test wants"));
    }

    /** The pictures turn out to be those of last time. */
    public void findNothingNew() {
        outcome = Optional.of(new AdaptationOutcome.Unchanged());
    }

    /** The process of the adaptation under way is killed. */
    public void vanish() {
        outcome = Optional.of(new AdaptationOutcome.Vanished("as the test wants"));
    }

    /** What was started. */
    public List<AdaptationOrder> orders() {
        return List.copyOf(orders);
    }

    /** How many adaptations were closed. */
    public int closed() {
        return closed;
    }

    @Override
    public RunningAdaptation start(AdaptationOrder order) {
        orders.add(order);
        outcome = Optional.empty();
        return new RunningAdaptation() {
            @Override
            public Optional<AdaptationOutcome> poll() {
                return outcome;
            }

            @Override
            public double progress() {
                return 0.5;
            }

            @Override
            public void close() {
                closed++;
            }
        };
    }
}
