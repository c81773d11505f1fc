package io.stampede.core.adapt;

import io.stampede.core.model.DType;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.model.SubnetworkHeader;
import io.stampede.core.model.Tensor;
import io.stampede.core.prune.Budget;
import io.stampede.core.prune.PruningPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A finished subnetwork on its way to disk, with what it was cut from.
 *
 * @param parent header of phi
 * @param parentSha256 digest of the phi file, in lower-case hexadecimal
 * @param plan what was kept
 * @param labels name of each class
 * @param budget that was asked for
 */
record SealedSubnetwork(
        MetaModelHeader parent,
        String parentSha256,
        PruningPlan plan,
        List<String> labels,
        Budget budget) {
    private static final String FILE = "subnetwork.safetensors";

    /** Writes the file and tells where. */
    Path write(Path directory, Map<String, Tensor> weights, double accuracy) {
        Path file = directory.resolve(FILE);
        SubnetworkHeader header =
                new SubnetworkHeader(
                        parent.architecture(),
                        parent.width(),
                        parent.mean(),
                        parent.std(),
                        labels,
                        parent.version(),
                        parentSha256,
                        plan.kept(),
                        parent.form().isFolded(),
                        budget,
                        Double.isNaN(accuracy) ? Map.of() : Map.of("accuracy", accuracy));
        SubnetworkFile.write(file, header, weights, DType.F32);
        return file;
    }
}
