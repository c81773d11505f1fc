package io.stampede.bench.device;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stampede.bench.file.ScratchDirectory;
import io.stampede.bench.process.FreshJvm;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.adapt.Adaptation;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.mask.MaskGenerator;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.prune.Budget;
import io.stampede.core.train.FineTuner;
import io.stampede.core.train.FineTuningConfig;
import io.stampede.core.train.ImageBatches;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Seeds;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Adapts a full-width network in a process whose memory the system limits, and as a control does
 * what other systems do in the same process: load the whole network and train it.
 *
 * <p>The limit is on all private writable memory, the JVM's included ({@code ulimit -d}).
 *
 * @param architecture of phi, at width 1
 * @param mebibytes the limit
 */
public record MemoryLimit(Architecture architecture, int mebibytes) {
    private static final int PICTURES = AdaptationConfig.DEFAULT.setSize();
    private static final int CLASSES = 10;
    private static final int PERCENT = 5;
    private static final FineTuningConfig FINE_TUNING =
            new FineTuningConfig(1, 16, 0.01, 5e-4, true, 1);

    /** Checks the components. */
    public MemoryLimit {
        requireNonNull(architecture, "architecture is null");
        if (mebibytes < 1) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT, "expected a positive limit, found " + mebibytes);
        }
    }

    /**
     * How three processes ended.
     *
     * @param streamed exit status of the one that adapts as a device does, under the limit
     * @param whole exit status of the one that loads and trains the whole network, under the limit
     * @param unlimited exit status of the latter without a limit, so that only the limit can be
     *     what it dies of
     */
    public record Outcome(int streamed, int whole, int unlimited) {
        /** Whether the limit tells the two apart. */
        public boolean isAsPromised() {
            return streamed == 0 && whole != 0 && unlimited == 0;
        }
    }

    /** Runs all three, one after the other. */
    public Outcome run() {
        try (ScratchDirectory scratch = ScratchDirectory.create("stampede-limit")) {
            Path phi = scratch.path().resolve("phi.safetensors");
            RandomPhi.write(phi, architecture, 1);
            FreshJvm jvm = FreshJvm.asDevice().limitedTo(mebibytes);
            String out = scratch.path().resolve("out").toString();
            return new Outcome(
                    jvm.end(arguments("--streamed", phi, out)).exit(),
                    jvm.quiet().end(arguments("--whole", phi, out)).exit(),
                    FreshJvm.asDevice().end(arguments("--whole", phi, out)).exit());
        }
    }

    private List<String> arguments(String way, Path phi, String out) {
        return List.of(
                "bench",
                "limit",
                "--architecture",
                architecture.id(),
                way,
                phi.toString(),
                "--out",
                out);
    }

    /** Adapts in this process: streams, gathers, fine-tunes for an epoch. */
    public void streamed(Path phi, Path directory) {
        long full = CostModel.FINE_TUNING.of(network()).parameters();
        AdaptationConfig config =
                AdaptationConfig.DEFAULT
                        .withBudget(Budget.UNLIMITED.withMaxParameters(full * PERCENT / 100))
                        .withFineTuning(FINE_TUNING)
                        .withSetSize(PICTURES);
        Adaptation.run(phi, RandomPictures.of(PICTURES), config, directory, RunControl.NONE);
    }

    /** Loads all of phi, computes its masks and trains the whole network for an epoch. */
    public void whole(Path file) {
        ImageDataset pictures = RandomPictures.of(PICTURES);
        try (MetaModelFile phi = MetaModelFile.open(file);
                NDManager manager = TensorEngine.newManager()) {
            Normalization seen = new Normalization(phi.header().mean(), phi.header().std());
            Parameters parameters = new Parameters(manager);
            Tensors.putAll(parameters, phi.names(), phi::tensor);
            int[] all = IntStream.range(0, PICTURES).toArray();
            try (NDArray set = new ImageBatches(pictures, seen).plain(manager, all)) {
                new MaskGenerator(phi.network(), phi.header().encoderHeads())
                        .expectedMask(parameters, set);
            }
            Parameters weights = parameters.copy(manager, name -> name.startsWith("W."));
            parameters.close();
            Initialization.head(weights, network(), Seeds.at(1, "head"));
            new FineTuner(network(), FINE_TUNING, pictures, seen).run(weights, RunControl.NONE);
        }
    }

    private NetworkSpec network() {
        return Architectures.of(architecture, 1, CLASSES);
    }
}
