package io.stampede.agent.cli;

import io.stampede.agent.export.ExportChoice;
import io.stampede.agent.export.ExportOutcome;
import io.stampede.agent.serve.Predictor;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.adapt.AdaptationResult;
import io.stampede.core.adapt.MaskPreview;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.train.RunControl;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the commands ask of core, so that tests of commands need no tensors. */
public interface EdgeEngine {
    /** Runs one adaptation; errors as {@code io.stampede.core.adapt.Adaptation} says. */
    AdaptationResult adapt(Job job, RunControl control);

    /**
     * Exports the subnetwork that a job made, checked on the job's pictures; empty where no export
     * is wanted.
     */
    Optional<ExportOutcome> export(Job job, ExportChoice choice, RunControl control);

    /**
     * Measures a subnetwork on what a job holds out; empty where nothing is held out or it knows
     * other classes.
     */
    OptionalDouble accuracy(Path subnetwork, Job job);

    /** Shows what the mask generator decides for the first {@code setSize} pictures. */
    MaskPreview preview(Path model, ImageDataset pictures, int setSize);

    /** Loads a subnetwork file or the subnetwork of a directory; the caller closes it. */
    Predictor open(Path subnetwork);

    /**
     * One adaptation to run.
     *
     * @param model the phi file
     * @param data private pictures
     * @param config how to adapt
     * @param directory receives the subnetwork
     */
    record Job(Path model, ImageDataset data, AdaptationConfig config, Path directory) {}
}
