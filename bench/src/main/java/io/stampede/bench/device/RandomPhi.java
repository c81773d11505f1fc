package io.stampede.bench.device;

import ai.djl.ndarray.NDManager;
import io.stampede.core.model.DType;
import io.stampede.core.model.GeneratorForm;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.model.Provenance;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.train.Seeds;
import java.nio.file.Path;
import java.util.List;

/**
 * A phi that nobody trained, for measurements in which its numbers do not matter: all gates open,
 * which is the most work that scoring can have.
 */
final class RandomPhi {
    private static final int ENCODER_DIM = 128;
    private static final int ENCODER_HEADS = 4;
    private static final int CLASSES = 100;
    private static final long SEED = 1;

    private RandomPhi() {}

    /** Writes it in F32, the longest form. */
    static void write(Path file, Architecture architecture, double width) {
        NetworkSpec network = Architectures.of(architecture, width, CLASSES);
        try (NDManager manager = TensorEngine.newManager();
                Parameters phi = new Parameters(manager)) {
            Initialization.encoder(phi, ENCODER_DIM, Seeds.at(SEED, "theta"));
            Initialization.weights(phi, network, Seeds.at(SEED, "weights"));
            Initialization.gates(phi, network, Initialization.GateStart.OPEN);
            MetaModelFile.write(file, header(architecture, width), Tensors.save(phi), DType.F32);
        }
    }

    private static MetaModelHeader header(Architecture architecture, double width) {
        return new MetaModelHeader(
                architecture,
                width,
                CLASSES,
                ENCODER_DIM,
                ENCODER_HEADS,
                GeneratorForm.PAPER,
                List.of(0.5071f, 0.4867f, 0.4408f),
                List.of(0.2675f, 0.2565f, 0.2761f),
                Provenance.UNKNOWN,
                1);
    }
}
