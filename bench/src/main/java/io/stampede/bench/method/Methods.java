package io.stampede.bench.method;

import static io.stampede.bench.method.MethodEntry.Need.BUDGET;
import static io.stampede.bench.method.MethodEntry.Need.OTHER_SET;
import static io.stampede.bench.method.MethodEntry.Need.PRETRAINED;

import io.stampede.bench.method.MethodEntry.Need;
import io.stampede.bench.method.bbdropout.BbDropout;
import io.stampede.bench.method.bbdropout.BbDropoutConfig;
import io.stampede.bench.method.metapruning.MetaPruning;
import io.stampede.bench.method.metapruning.MetaPruningConfig;
import io.stampede.bench.method.slimming.NetworkSlimming;
import io.stampede.bench.method.sparse.EdgePopup;
import io.stampede.bench.method.sparse.Snip;
import io.stampede.bench.method.stamp.Magnitude;
import io.stampede.bench.method.stamp.MagnitudeSameCounts;
import io.stampede.bench.method.stamp.RandomChannels;
import io.stampede.bench.method.stamp.Stamp;
import io.stampede.bench.method.stamp.StampOtherSet;
import io.stampede.bench.method.stamp.StampStructure;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every method by its name, in the order of the paper's tables. */
public final class Methods {
    private static final List<MethodEntry> ALL =
            List.of(
                    entry("full_scratch", settings -> new FullFromScratch()),
                    entry("full_pretrained", settings -> new FullFromPretrained(), PRETRAINED),
                    entry(
                            "snip_pretrained",
                            settings -> Snip.fromPretrained(settings.keptShare()),
                            PRETRAINED,
                            BUDGET),
                    entry("snip", settings -> Snip.fromScratch(settings.keptShare()), BUDGET),
                    entry("edge_popup", settings -> new EdgePopup(settings.keptShare()), BUDGET),
                    entry("random", settings -> new RandomPruning(), BUDGET),
                    entry("metapruning", Methods::metaPruning, BUDGET),
                    entry("bbdropout", Methods::bbDropout, PRETRAINED),
                    entry(
                            "network_slimming",
                            settings -> new NetworkSlimming(),
                            PRETRAINED,
                            BUDGET),
                    entry("magnitude", settings -> new Magnitude(), BUDGET),
                    entry("magnitude_same_counts", settings -> new MagnitudeSameCounts(), BUDGET),
                    entry("random_channels", settings -> new RandomChannels(), BUDGET),
                    entry("stamp_other_set", settings -> new StampOtherSet(), BUDGET, OTHER_SET),
                    entry("stamp_structure", settings -> new StampStructure(), BUDGET),
                    entry("stamp", settings -> new Stamp(), BUDGET));

    private Methods() {}

    /** All of them. */
    public static List<MethodEntry> all() {
        return ALL;
    }

    /** The names of all, for help and messages. */
    public static String ids() {
        return ALL.stream().map(MethodEntry::id).collect(Collectors.joining(", "));
    }

    /**
     * The method of that name.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} where there is none
     */
    public static MethodEntry of(String id) {
        return ALL.stream()
                .filter(entry -> entry.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                new StampedeException(
                                        ErrorCode.INVALID_ARGUMENT,
                                        "expected methods of %s, found '%s'".formatted(ids(), id)));
    }

    private static BbDropout bbDropout(MethodSettings settings) {
        BbDropoutConfig config = BbDropoutConfig.DEFAULT;
        return new BbDropout(config.withKlScale(settings.kl().orElse(config.klScale())));
    }

    private static MetaPruning metaPruning(MethodSettings settings) {
        return new MetaPruning(
                switch (settings.scale()) {
                    case SMOKE -> MetaPruningConfig.SMOKE;
                    case CPU -> MetaPruningConfig.CPU;
                    case PAPER -> MetaPruningConfig.PAPER;
                });
    }

    private static MethodEntry entry(
            String id, Function<MethodSettings, ? extends Method> factory, Need... needs) {
        return new MethodEntry(id, Set.of(needs), factory);
    }
}
