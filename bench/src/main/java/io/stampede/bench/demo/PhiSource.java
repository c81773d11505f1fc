package io.stampede.bench.demo;

import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.NetworkSpec;
import java.util.Map;

/** Where the phi of a demo comes from. */
public sealed interface PhiSource permits ShippedPhi, TrainedPhi {
    /** The unpruned network with a head for so many classes. */
    NetworkSpec full(int classes);

    /**
     * Refuses what cannot work, before anything is started.
     *
     * @throws StampedeException as the kind of source has it
     */
    void check();

    /** What is said above the results. */
    String title();

    /** Settings by name, for the report. */
    Map<String, String> describe();

    /** The training split of the reference data, where it is at hand. */
    ImageDataset referencePictures();

    /**
     * Has the server publish phi, and leaves a copy in the demo's directory.
     *
     * @return the {@code W.*} of the reference network before meta-training
     */
    Map<String, Tensor> publish(DemoServer server);
}
