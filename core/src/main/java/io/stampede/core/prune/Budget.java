package io.stampede.core.prune;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The hard limit kappa of Eq. 1-2, over parameters, multiply-adds and training memory in any
 * combination.
 *
 * @param maxParameters most parameters that the subnetwork may have
 * @param maxMultiplyAdds most multiply-adds that one picture may cost
 * @param maxTrainingBytes most memory that one training step may take, as {@code CostModel} counts
 */
public record Budget(
        OptionalLong maxParameters, OptionalLong maxMultiplyAdds, OptionalLong maxTrainingBytes) {
    /** No limit at all: the mask alone decides. */
    public static final Budget UNLIMITED =
            new Budget(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    /** Checks that each limit given is positive. */
    public Budget {
        requirePositive("maximum parameters", maxParameters);
        requirePositive("maximum multiply-adds", maxMultiplyAdds);
        requirePositive("maximum training bytes", maxTrainingBytes);
    }

    /** This budget with another limit on parameters. */
    public Budget withMaxParameters(long parameters) {
        return new Budget(OptionalLong.of(parameters), maxMultiplyAdds, maxTrainingBytes);
    }

    /** This budget with another limit on multiply-adds. */
    public Budget withMaxMultiplyAdds(long multiplyAdds) {
        return new Budget(maxParameters, OptionalLong.of(multiplyAdds), maxTrainingBytes);
    }

    /** This budget with another limit on training memory in bytes. */
    public Budget withMaxTrainingBytes(long bytes) {
        return new Budget(maxParameters, maxMultiplyAdds, OptionalLong.of(bytes));
    }

    /** Whether a cost stays within every limit. */
    public boolean admits(Cost cost) {
        return cost.parameters() <= maxParameters.orElse(Long.MAX_VALUE)
                && cost.multiplyAdds() <= maxMultiplyAdds.orElse(Long.MAX_VALUE)
                && cost.trainingBytes() <= maxTrainingBytes.orElse(Long.MAX_VALUE);
    }

    /** Whether any limit is given. */
    public boolean isLimited() {
        return maxParameters.isPresent()
                || maxMultiplyAdds.isPresent()
                || maxTrainingBytes.isPresent();
    }

    @Override
    public String toString() {
        List<String> limits = new ArrayList<>();
        maxParameters.ifPresent(limit -> limits.add("parameters <= " + limit));
        maxMultiplyAdds.ifPresent(limit -> limits.add("multiply-adds <= " + limit));
        maxTrainingBytes.ifPresent(limit -> limits.add("training bytes <= " + limit));
        return limits.isEmpty() ? "no limit" : String.join(", ", limits);
    }

    private static void requirePositive(String name, OptionalLong limit) {
        requireNonNull(limit, name + " is null");
        if (limit.isPresent() && limit.getAsLong() <= 0) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected a positive " + name + ", found " + limit.getAsLong());
        }
    }
}
