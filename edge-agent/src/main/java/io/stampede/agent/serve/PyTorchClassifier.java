package io.stampede.agent.serve;

import static java.util.Objects.requireNonNull;

import io.stampede.core.adapt.Classifier;
import io.stampede.core.data.ImageDataset;
import java.util.List;

/** Serves a subnetwork with the engine that trained it: on every platform, at full precision. */
final class PyTorchClassifier implements Predictor {
    private final Classifier classifier;

    PyTorchClassifier(Classifier classifier) {
        this.classifier = requireNonNull(classifier, "classifier is null");
    }

    @Override
    public String engine() {
        return Predictors.PYTORCH;
    }

    @Override
    public List<String> labels() {
        return classifier.labels();
    }

    @Override
    public float[][] logits(ImageDataset pictures) {
        return classifier.logits(pictures);
    }

    @Override
    public void close() {
        classifier.close();
    }
}
