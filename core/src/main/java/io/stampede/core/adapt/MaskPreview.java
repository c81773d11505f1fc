package io.stampede.core.adapt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.gate.Gates;
import io.stampede.core.mask.MaskGenerator;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.prune.ChannelMask;
import io.stampede.core.prune.PruningPlan;
import io.stampede.core.train.ImageBatches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the mask generator decides for a set of pictures, before any budget.
 *
 * @param setRepresentation o_0, {@code [3072]}
 * @param expectedMask gate to E[m] per channel
 * @param kept gate to ascending indices with E[m] of at least 0.001, never empty
 * @param kl KL divergence of all gates, unweighted
 * @param cost of the network that is kept, with the model's own head
 */
public record MaskPreview(
        List<Float> setRepresentation,
        Map<String, List<Float>> expectedMask,
        Map<String, List<Integer>> kept,
        double kl,
        Cost cost) {

    /** Computes it with the first {@code setSize} pictures in their order. */
    public static MaskPreview of(Path model, ImageDataset data, int setSize) {
        try (MetaModelFile phi = MetaModelFile.open(model);
                NDManager manager = TensorEngine.newManager()) {
            phi.requireFinite();
            NetworkSpec spec = phi.network();
            Parameters parameters = new Parameters(manager);
            Tensors.putAll(parameters, phi.names(), phi::tensor);
            int[] indices = IntStream.range(0, Math.min(setSize, data.size())).toArray();
            NDArray set =
                    new ImageBatches(
                                    data,
                                    new Normalization(phi.header().mean(), phi.header().std()))
                            .plain(manager, indices);
            MaskGenerator generator =
                    new MaskGenerator(spec, phi.header().encoderHeads(), phi.header().form());
            float[] representation = generator.encode(parameters, set);
            Map<String, float[]> expected = generator.score(parameters, representation);
            PruningPlan plan = new PruningPlan(spec, ChannelMask.natural(spec, expected));
            Map<String, List<Float>> lists = new LinkedHashMap<>();
            expected.forEach((group, values) -> lists.put(group, list(values)));
            return new MaskPreview(
                    list(representation),
                    lists,
                    plan.kept(),
                    Gates.of(spec, parameters).divergence().getFloat(),
                    plan.cost(CostModel.FINE_TUNING));
        }
    }

    private static List<Float> list(float[] values) {
        List<Float> list = new ArrayList<>(values.length);
        for (float value : values) {
            list.add(value);
        }
        return list;
    }
}
