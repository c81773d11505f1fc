package io.stampede.bench.method;

import static io.stampede.bench.method.MethodEntry.Need.BUDGET;
import static io.stampede.bench.method.MethodEntry.Need.PRETRAINED;

import io.stampede.bench.method.MethodEntry.Need;
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
                    entry("random", settings -> new RandomPruning(), BUDGET));

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

    private static MethodEntry entry(
            String id, Function<MethodSettings, ? extends Method> factory, Need... needs) {
        return new MethodEntry(id, Set.of(needs), factory);
    }
}
