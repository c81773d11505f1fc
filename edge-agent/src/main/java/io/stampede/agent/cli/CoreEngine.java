package io.stampede.agent.cli;

import io.stampede.agent.export.ExportChoice;
import io.stampede.agent.export.ExportOutcome;
import io.stampede.agent.export.ExportPictures;
import io.stampede.agent.export.SubnetworkExport;
import io.stampede.agent.serve.Predictor;
import io.stampede.agent.serve.Predictors;
import io.stampede.core.adapt.Adaptation;
import io.stampede.core.adapt.AdaptationResult;
import io.stampede.core.adapt.Incumbent;
import io.stampede.core.adapt.MaskPreview;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.train.RunControl;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/** The engine of the real program: core in this process. */
public final class CoreEngine implements EdgeEngine {
    @Override
    public AdaptationResult adapt(Job job, RunControl control) {
        SubnetworkExport.clear(job.directory());
        return Adaptation.run(job.model(), job.data(), job.config(), job.directory(), control);
    }

    @Override
    public Optional<ExportOutcome> export(Job job, ExportChoice choice, RunControl control) {
        return choice.precision()
                .map(
                        precision ->
                                SubnetworkExport.run(
                                        job.directory(),
                                        precision,
                                        ExportPictures.of(job.data(), job.config()),
                                        control));
    }

    @Override
    public OptionalDouble accuracy(Path subnetwork, Job job) {
        return Incumbent.accuracy(subnetwork, job.data(), job.config());
    }

    @Override
    public MaskPreview preview(Path model, ImageDataset pictures, int setSize) {
        return MaskPreview.of(model, pictures, setSize);
    }

    @Override
    public Predictor open(Path subnetwork) {
        return Predictors.open(subnetwork);
    }
}
