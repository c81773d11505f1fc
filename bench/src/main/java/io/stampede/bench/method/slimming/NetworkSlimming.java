package io.stampede.bench.method.slimming;

import ai.djl.ndarray.NDManager;
import io.stampede.bench.method.EqualCost;
import io.stampede.bench.method.Method;
import io.stampede.bench.method.MethodResult;
import io.stampede.bench.method.TargetTask;
import io.stampede.bench.method.Training;
import io.stampede.core.mask.Slicer;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.prune.PruningPlan;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Seeds;
import java.util.Locale;
import java.util.Map;

/**
 * Sparse training from the reference's weights, one ranking of all scales of batch norm, cut to
 * STAMP's cost, then the fine-tuning that all methods share. The sparse training is the search.
 */
public final class NetworkSlimming implements Method {
    /** Strength of the penalty that the authors use for VGG. */
    static final double STRENGTH = 1e-4;

    @Override
    public String name() {
        return "network_slimming";
    }

    @Override
    public String title() {
        return "network slimming";
    }

    @Override
    public MethodResult run(TargetTask task, RunControl control) {
        try (NDManager manager = TensorEngine.newManager()) {
            long start = System.nanoTime();
            Parameters full = Tensors.load(manager, task.reference().pretrained());
            Initialization.head(full, task.full(), Seeds.at(task.seed(), "head"));
            new SparseTraining(task, STRENGTH).run(full, control);
            NormScales scales = NormScales.of(task.full(), full);
            PruningPlan plan = EqualCost.plan(task, scales.byGroup());
            Parameters kept =
                    Tensors.load(manager, new Slicer(plan, Tensors.rows(full)).slice(Map.of()));
            full.close();
            double searchSeconds = Training.secondsSince(start);
            Training.Candidate candidate = new Training.Candidate(plan.subnetwork(), kept);
            return Training.run(this, task, candidate, searchSeconds, control)
                    .withKept(plan.kept())
                    .withNote("strength", Double.toString(STRENGTH))
                    .withNote("mean_scale", String.format(Locale.ROOT, "%.4f", scales.mean()))
                    .withNote("scales_below_0.01", Long.toString(scales.below(0.01)));
        }
    }
}
