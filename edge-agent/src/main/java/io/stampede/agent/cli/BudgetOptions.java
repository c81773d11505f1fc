package io.stampede.agent.cli;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.prune.Budget;
import picocli.CommandLine.Option;

/** The limits on a subnetwork, as options. */
final class BudgetOptions {
    private static final long MIB = 1024 * 1024;

    @Option(
            names = "--max-parameters",
            paramLabel = "N",
            description = "Most parameters that the subnetwork may have.")
    private Long maxParameters;

    @Option(
            names = "--max-multiply-adds",
            paramLabel = "N",
            description = "Most multiply-adds that one picture may cost.")
    private Long maxMultiplyAdds;

    @Option(
            names = "--max-memory-mib",
            paramLabel = "N",
            description = "Most MiB that one step of fine-tuning may take.")
    private Long maxMemoryMib;

    @Option(
            names = "--max-latency-ms",
            paramLabel = "X",
            description = "Longest that one picture may take on one thread, in milliseconds.")
    private Double maxLatencyMs;

    Budget budget() {
        Budget budget = Budget.UNLIMITED;
        if (maxParameters != null) {
            budget = budget.withMaxParameters(maxParameters);
        }
        if (maxMultiplyAdds != null) {
            budget = budget.withMaxMultiplyAdds(maxMultiplyAdds);
        }
        if (maxMemoryMib != null) {
            budget = budget.withMaxTrainingBytes(bytes(maxMemoryMib));
        }
        if (maxLatencyMs != null) {
            budget = budget.withMaxLatencyMillis(maxLatencyMs);
        }
        return budget;
    }

    private static long bytes(long mib) {
        if (mib > Long.MAX_VALUE / MIB) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected --max-memory-mib of at most %d, found %d"
                            .formatted(Long.MAX_VALUE / MIB, mib));
        }
        return mib * MIB;
    }
}
