package io.stampede.agent.cli;

import io.stampede.core.adapt.Adaptation;
import io.stampede.core.adapt.AdaptationResult;
import io.stampede.core.adapt.Classifier;
import io.stampede.core.adapt.Incumbent;
import io.stampede.core.adapt.MaskPreview;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.train.RunControl;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** The engine of the real program: core in this process. */
public final class CoreEngine implements EdgeEngine {
    @Override
    public AdaptationResult adapt(Job job, RunControl control) {
        return Adaptation.run(job.model(), job.data(), job.config(), job.directory(), control);
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
        Classifier classifier = Classifier.open(subnetwork);
        return new Predictor() {
            @Override
            public List<String> labels() {
                return classifier.labels();
            }

            @Override
            public float[][] probabilities(ImageDataset pictures) {
                return classifier.probabilities(pictures);
            }

            @Override
            public void close() {
                classifier.close();
            }
        };
    }
}
