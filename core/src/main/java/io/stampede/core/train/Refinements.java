package io.stampede.core.train;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.model.GeneratorForm;

/**
 * What meta-training does beyond the paper (docs/experiments.md tells what each is worth).
 *
 * @param form of the generator
 * @param distillation weight of the loss against the pretrained network's outputs, 0 for none
 * @param domains share of tasks that are seen through a random {@link
 *     io.stampede.core.data.Domain}, in [0, 1]
 * @param parametersPercent parameters left at the end of the anneal, in percent; 100 for no limit
 * @param repetition tells meta-trainings from one pretraining apart, from 0
 * @param consolidation how W is trained further under the masks of the finished generator
 */
public record Refinements(
        GeneratorForm form,
        double distillation,
        double domains,
        double parametersPercent,
        int repetition,
        ConsolidationConfig consolidation) {
    /** Algorithm 1 as it is written. */
    public static final Refinements NONE =
            new Refinements(GeneratorForm.PAPER, 0, 0, 100, 0, ConsolidationConfig.NONE);

    /** Checks the components. */
    public Refinements {
        requireNonNull(form, "form is null");
        requireNonNull(consolidation, "consolidation is null");
        if (!(distillation >= 0 && domains >= 0 && domains <= 1)
                || !(parametersPercent > 0 && parametersPercent <= 100)
                || repetition < 0) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    ("meta-training expects distillation >= 0, domains in [0, 1], parameters in"
                                    + " (0, 100] percent and a repetition from 0, found %s, %s, %s"
                                    + " and %d")
                            .formatted(distillation, domains, parametersPercent, repetition));
        }
    }
}
