package io.stampede.agent.adapt;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.intake.ModelId;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import io.stampede.core.prune.Budget;
import java.nio.file.Path;

/** The check of the real daemon: counts the costs anew from the shapes in the file. */
public final class SubnetworkCheck implements CandidateCheck {
    private final Budget budget;

    /** Creates a check against a budget. */
    public SubnetworkCheck(Budget budget) {
        this.budget = requireNonNull(budget, "budget is null");
    }

    @Override
    public void check(Path subnetwork, ModelId model) {
        try (SubnetworkFile file = SubnetworkFile.open(subnetwork)) {
            if (!file.header().parentSha256().equals(model.sha256())) {
                throw new StampedeException(
                        ErrorCode.MODEL_CORRUPT,
                        "expected a subnetwork of %s with SHA-256 %s, found one of %s"
                                .formatted(
                                        model.label(),
                                        model.sha256(),
                                        file.header().parentSha256()));
            }
            file.requireFinite();
            requireWithinBudget(CostModel.FINE_TUNING.of(file.network()));
        }
    }

    /** The memory of training is no property of a file; the adaptation proves it before it runs. */
    private void requireWithinBudget(Cost cost) {
        if (cost.parameters() > budget.maxParameters().orElse(Long.MAX_VALUE)
                || cost.multiplyAdds() > budget.maxMultiplyAdds().orElse(Long.MAX_VALUE)) {
            throw new StampedeException(
                    ErrorCode.INTERNAL,
                    ("expected a subnetwork with %s, found %d parameters and %d multiply-adds;"
                                    + " please report this defect")
                            .formatted(budget, cost.parameters(), cost.multiplyAdds()));
        }
    }
}
