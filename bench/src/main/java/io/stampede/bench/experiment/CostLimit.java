package io.stampede.bench.experiment;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Cost;
import io.stampede.core.prune.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a pruned network may cost, as shares of the full one.
 *
 * @param parametersPercent most parameters that are left, in percent; 100 for no limit
 * @param reduction how many times fewer multiply-adds at least; 1 for no limit
 */
public record CostLimit(double parametersPercent, double reduction) {
    /** What the paper reports at 1,000 pictures: 95.81 % pruned, x4.17. */
    public static final CostLimit PAPER = new CostLimit(4.2, 4.17);

    private static final double ALL = 100;

    /** Checks the components. */
    public CostLimit {
        if (!(parametersPercent > 0 && parametersPercent <= ALL) || !(reduction >= 1)) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected parameters in (0, 100] percent and a reduction of at least 1, found"
                            + " %s and %s".formatted(parametersPercent, reduction));
        }
    }

    /** The same limit in numbers for one network. */
    public Budget budget(Cost full) {
        Budget budget = Budget.UNLIMITED;
        if (parametersPercent < ALL) {
            long most = (long) Math.floor(full.parameters() * parametersPercent / ALL);
            budget = budget.withMaxParameters(most);
        }
        return reduction > 1 ? budget.withMaxMultiplyAdds(multiplyAdds(full)) : budget;
    }

    /** Most multiply-adds of one network under this limit. */
    public long multiplyAdds(Cost full) {
        return (long) Math.floor(full.multiplyAdds() / reduction);
    }

    @Override
    public String toString() {
        List<String> limits = new ArrayList<>();
        if (parametersPercent < ALL) {
            limits.add(String.format(Locale.ROOT, "P <= %s %%", parametersPercent));
        }
        if (reduction > 1) {
            limits.add(String.format(Locale.ROOT, "multiply-adds / %s", reduction));
        }
        return limits.isEmpty() ? "no limit" : String.join(", ", limits);
    }
}
