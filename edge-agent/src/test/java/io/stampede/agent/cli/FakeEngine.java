package io.stampede.agent.cli;

import io.stampede.agent.export.ExportChoice;
import io.stampede.agent.export.ExportOutcome;
import io.stampede.agent.serve.Predictor;
import io.stampede.agent.testkit.FakeRunner;
import io.stampede.core.adapt.AdaptationResult;
import io.stampede.core.adapt.MaskPreview;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.network.Cost;
import io.stampede.core.train.Phase;
import io.stampede.core.train.Progress;
import io.stampede.core.train.RunControl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Answers at once and remembers what was asked. */
final class FakeEngine implements EdgeEngine {
    final List<Job> jobs = new ArrayList<>();
    final List<Path> incumbents = new ArrayList<>();
    final List<Integer> setSizes = new ArrayList<>();
    Optional<RuntimeException> failure = Optional.empty();

    @Override
    public AdaptationResult adapt(Job job, RunControl control) {
        failure.ifPresent(
                error -> {
                    throw error;
                });
        jobs.add(job);
        control.listener().accept(new Progress(Phase.FINE_TUNE, 1, 2, 0.5, 0.5, 10));
        System.out.println("a library prints to standard output");
        return FakeRunner.result(job.directory());
    }

    @Override
    public OptionalDouble accuracy(Path subnetwork, Job job) {
        incumbents.add(subnetwork);
        return OptionalDouble.of(0.5);
    }

    @Override
    public Optional<ExportOutcome> export(Job job, ExportChoice choice, RunControl control) {
        return choice.precision()
                .map(
                        precision ->
                                new ExportOutcome(
                                        precision,
                                        Optional.empty(),
                                        0,
                                        Optional.empty(),
                                        0.5,
                                        Optional.of("a fake makes none")));
    }

    @Override
    public MaskPreview preview(Path model, ImageDataset pictures, int setSize) {
        setSizes.add(setSize);
        return new MaskPreview(
                List.of(0.5f, 1f),
                Map.of("conv1", List.of(1f, 0f)),
                Map.of("conv1", List.of(0)),
                2.5,
                new Cost(10, 20, 30));
    }

    @Override
    public Predictor open(Path subnetwork) {
        return new Predictor() {
            @Override
            public String engine() {
                return "fake/float32";
            }

            @Override
            public float[][] logits(ImageDataset pictures) {
                return probabilities(pictures);
            }

            @Override
            public List<String> labels() {
                return List.of("cat", "dog");
            }

            @Override
            public float[][] probabilities(ImageDataset pictures) {
                float[][] probabilities = new float[pictures.size()][];
                for (int i = 0; i < probabilities.length; i++) {
                    probabilities[i] = new float[] {0.25f, 0.75f};
                }
                return probabilities;
            }

            @Override
            public void close() {}
        };
    }
}
