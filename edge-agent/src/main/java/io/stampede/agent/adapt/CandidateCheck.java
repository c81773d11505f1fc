package io.stampede.agent.adapt;

import io.stampede.agent.intake.ModelId;
import java.nio.file.Path;

/** Looks into a subnetwork file before it may serve, believing nothing that was said about it. */
@FunctionalInterface
public interface CandidateCheck {
    /**
     * Returns quietly where the file is a subnetwork of the model, whole, finite and within budget.
     *
     * @throws io.stampede.core.StampedeException saying what is wrong with it
     */
    void check(Path subnetwork, ModelId model);
}
