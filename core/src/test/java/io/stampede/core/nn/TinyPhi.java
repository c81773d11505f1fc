package io.stampede.core.nn;

import ai.djl.ndarray.NDManager;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.NetworkSpec;
import java.util.SplittableRandom;

/** A phi small enough for tests that take gradients. */
public final class TinyPhi {
    /** Attention heads of the encoder. */
    public static final int HEADS = 2;

    private static final int ENCODER_DIM = 8;

    private TinyPhi() {}

    /** The network: width 1/16 and four classes. */
    public static NetworkSpec spec(Architecture architecture) {
        return Architectures.of(architecture, 0.0625, 4);
    }

    /** Random weights, open gates, random encoder. */
    public static Parameters create(NDManager manager, NetworkSpec spec, long seed) {
        Parameters phi = new Parameters(manager);
        SplittableRandom random = new SplittableRandom(seed);
        Initialization.weights(phi, spec, random);
        Initialization.gates(phi, spec, Initialization.GateStart.OPEN);
        Initialization.encoder(phi, ENCODER_DIM, random);
        return phi;
    }
}
