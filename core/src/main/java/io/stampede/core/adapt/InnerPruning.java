package io.stampede.core.adapt;

import ai.djl.ndarray.NDManager;
import io.stampede.core.data.Normalization;
import io.stampede.core.gate.Gates;
import io.stampede.core.mask.Slicer;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.Tensors;
import io.stampede.core.prune.Admission;
import io.stampede.core.prune.PruningPlan;
import io.stampede.core.train.ChannelCut;
import io.stampede.core.train.PruneSteps;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Seeds;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the K pruning steps in an over-provisioned subnetwork, so that the whole network is never
 * in memory (algorithms.md 9.3).
 */
final class InnerPruning {
    /** Room that the steps have to choose in, relative to the budget. */
    private static final double OVER_PROVISION = 1.75;

    private static final List<String> GATE = List.of("a", "b", "gamma", "beta", "sigma");

    private final AdaptationConfig config;
    private final ChannelScorer scorer;
    private final PrivateSplit split;
    private final MetaModelHeader header;
    private final NDManager manager;

    InnerPruning(
            AdaptationRequest request,
            PrivateSplit split,
            MetaModelHeader header,
            NDManager manager) {
        this.config = request.config();
        this.scorer = request.scorer();
        this.split = split;
        this.header = header;
        this.manager = manager;
    }

    /** Cuts the over-provisioned subnetwork out of the file, takes the steps, scores again. */
    Draft run(Draft whole, float[] representation, RunControl control) {
        Admission admission = admit(whole);
        PruneSteps steps =
                new PruneSteps(
                        manager,
                        whole.full(),
                        admission.plan().mask(),
                        parameters(whole, admission.plan()),
                        new PruneSteps.Setting(
                                split.training(),
                                new Normalization(header.mean(), header.std()),
                                header.form(),
                                new Tensor(representation, List.of(representation.length)),
                                config.budget(),
                                admission.accumulatedBatches(),
                                config.flip(),
                                config.seed()));
        NativeHeap.trim();
        steps.run(config.pruningSteps(), control);
        return Draft.of(
                new ChannelScorer.Candidates(
                        whole.full(),
                        steps.mask(),
                        Tensors.rows(steps.parameters()),
                        steps.expectedMask()),
                scorer,
                steps::close);
    }

    private Admission admit(Draft whole) {
        int batch = Math.min(PruneSteps.BATCH, split.training().size());
        return Admission.of(
                new Admission.Request(
                        whole.full(),
                        config.budget().overProvisioned(OVER_PROVISION),
                        batch,
                        Admission.Training.GATED,
                        Optional.empty()),
                whole.scores());
    }

    private Parameters parameters(Draft whole, PruningPlan plan) {
        Map<String, Tensor> body = new Slicer(plan, whole.source()).body(Map.of());
        Parameters parameters = Tensors.load(manager, body);
        Initialization.head(parameters, plan.subnetwork(), Seeds.at(config.seed(), "head"));
        ChannelCut cut = new ChannelCut(plan.full(), plan.mask());
        NetworkSpec full = plan.full();
        full.channels()
                .forEach(
                        (group, count) -> {
                            List<String> names =
                                    GATE.stream().map(part -> Gates.name(group, part)).toList();
                            Tensors.putAll(
                                    parameters,
                                    names,
                                    name -> cut.cut(name, vector(whole, name, count)));
                        });
        return parameters;
    }

    private static Tensor vector(Draft whole, String name, int count) {
        return new Tensor(whole.source().rows(name, 0, count), List.of(count));
    }
}
