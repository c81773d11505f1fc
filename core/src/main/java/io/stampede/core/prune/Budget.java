package io.stampede.core.prune;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The hard limit kappa of Eq. 1-2, over parameters, multiply-adds, training memory and latency in
 * any combination.
 *
 * @param maxParameters most parameters that the subnetwork may have
 * @param maxMultiplyAdds most multiply-adds that one picture may cost
 * @param maxTrainingBytes most memory that one training step may take, as {@code CostModel} counts
 * @param maxLatencyMillis longest that one picture may take on one thread, in milliseconds
 */
public record Budget(
        OptionalLong maxParameters,
        OptionalLong maxMultiplyAdds,
        OptionalLong maxTrainingBytes,
        OptionalDouble maxLatencyMillis) {
    /** No limit at all: the mask alone decides. */
    public static final Budget UNLIMITED =
            new Budget(
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalDouble.empty());

    /** Checks that each limit given is positive. */
    public Budget {
        requirePositive("maximum parameters", maxParameters);
        requirePositive("maximum multiply-adds", maxMultiplyAdds);
        requirePositive("maximum training bytes", maxTrainingBytes);
        requireNonNull(maxLatencyMillis, "maximum latency is null");
        double latency = maxLatencyMillis.orElse(1);
        if (!(latency > 0 && latency <= Double.MAX_VALUE)) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected a positive maximum latency in milliseconds, found " + latency);
        }
    }

    /** This budget with another limit on parameters. */
    public Budget withMaxParameters(long parameters) {
        return new Budget(
                OptionalLong.of(parameters), maxMultiplyAdds, maxTrainingBytes, maxLatencyMillis);
    }

    /** This budget with another limit on multiply-adds. */
    public Budget withMaxMultiplyAdds(long multiplyAdds) {
        return new Budget(
                maxParameters, OptionalLong.of(multiplyAdds), maxTrainingBytes, maxLatencyMillis);
    }

    /** This budget with another limit on training memory in bytes. */
    public Budget withMaxTrainingBytes(long bytes) {
        return withMaxTrainingBytes(OptionalLong.of(bytes));
    }

    /** This budget with another limit on training memory in bytes, or none. */
    public Budget withMaxTrainingBytes(OptionalLong bytes) {
        return new Budget(maxParameters, maxMultiplyAdds, bytes, maxLatencyMillis);
    }

    /** This budget with another limit on the latency of one picture in milliseconds. */
    public Budget withMaxLatencyMillis(double millis) {
        return new Budget(
                maxParameters, maxMultiplyAdds, maxTrainingBytes, OptionalDouble.of(millis));
    }

    /**
     * The budget of a network that is still to shrink: more parameters and multiply-adds, the same
     * memory, any latency.
     */
    public Budget overProvisioned(double factor) {
        return new Budget(
                times(maxParameters, factor),
                times(maxMultiplyAdds, factor),
                maxTrainingBytes,
                OptionalDouble.empty());
    }

    private static OptionalLong times(OptionalLong limit, double factor) {
        return limit.isPresent() ? OptionalLong.of((long) (limit.getAsLong() * factor)) : limit;
    }

    /** Whether a cost stays within every limit; latency, which no cost tells, is left out. */
    public boolean admits(Cost cost) {
        return cost.parameters() <= maxParameters.orElse(Long.MAX_VALUE)
                && cost.multiplyAdds() <= maxMultiplyAdds.orElse(Long.MAX_VALUE)
                && cost.trainingBytes() <= maxTrainingBytes.orElse(Long.MAX_VALUE);
    }

    /** Whether any limit is given. */
    public boolean isLimited() {
        return maxParameters.isPresent()
                || maxMultiplyAdds.isPresent()
                || maxTrainingBytes.isPresent()
                || maxLatencyMillis.isPresent();
    }

    @Override
    public String toString() {
        List<String> limits = new ArrayList<>();
        maxParameters.ifPresent(limit -> limits.add("parameters <= " + limit));
        maxMultiplyAdds.ifPresent(limit -> limits.add("multiply-adds <= " + limit));
        maxTrainingBytes.ifPresent(limit -> limits.add("training bytes <= " + limit));
        maxLatencyMillis.ifPresent(limit -> limits.add("milliseconds <= " + limit));
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
