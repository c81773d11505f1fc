package io.stampede.core.adapt;

import ai.djl.ndarray.NDManager;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.model.SubnetworkHeader;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.train.Evaluator;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * Measures a subnetwork that serves on the pictures that an adaptation holds out, so that a new one
 * can be compared with it.
 *
 * <p>Where pictures have come since it was made, some of those held out now may be ones that it was
 * trained on: it then looks a little better than it is.
 */
public final class Incumbent {
    private Incumbent() {}

    /**
     * Its share of right answers in [0, 1]; empty where nothing is held out or it knows other
     * classes.
     *
     * @param subnetwork the file
     * @param data all private pictures
     * @param config which pictures are held out
     */
    public static OptionalDouble accuracy(
            Path subnetwork, ImageDataset data, AdaptationConfig config) {
        ImageDataset heldOut = PrivateSplit.of(data, config).heldOut();
        try (SubnetworkFile file = SubnetworkFile.open(subnetwork);
                NDManager manager = TensorEngine.newManager()) {
            SubnetworkHeader header = file.header();
            if (heldOut.size() == 0 || !header.labels().equals(data.labelNames())) {
                return OptionalDouble.empty();
            }
            Parameters weights = new Parameters(manager);
            Tensors.putAll(weights, file.names(), file::tensor);
            Normalization normalization = new Normalization(header.mean(), header.std());
            return OptionalDouble.of(
                    Evaluator.accuracy(header.network(), weights, heldOut, normalization));
        }
    }
}
