package io.stampede.bench.demo;

import static java.util.Objects.requireNonNull;

import io.stampede.bench.console.ProgressLine;
import io.stampede.bench.method.DeviceSubnetwork;
import io.stampede.bench.method.FullFromPretrained;
import io.stampede.bench.method.FullFromScratch;
import io.stampede.bench.method.Method;
import io.stampede.bench.method.MethodResult;
import io.stampede.bench.method.RandomPruning;
import io.stampede.bench.method.Reference;
import io.stampede.bench.method.TargetTask;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.data.Normalization;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.train.Progress;
import io.stampede.core.train.RunControl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts the device's subnetwork beside what other methods reach on the same pictures. */
final class Comparison {
    private final DemoSettings settings;
    private final TargetPictures pictures;
    private final NetworkSpec full;
    private final AdaptationConfig adaptation;
    private final ProgressLine progress;

    Comparison(DemoSettings settings, TargetPictures pictures, ProgressLine progress) {
        this.settings = requireNonNull(settings, "settings is null");
        this.pictures = requireNonNull(pictures, "pictures is null");
        this.progress = requireNonNull(progress, "progress is null");
        this.full = settings.phi().full(pictures.chosen().classes());
        this.adaptation =
                settings.adaptation(
                        new CostModel(AdaptationConfig.DEFAULT.batchSize(), 1).of(full));
    }

    /** How the device is to adapt: every method trains with the same settings. */
    AdaptationConfig adaptation() {
        return adaptation;
    }

    /** Runs all methods, one after the other, in the order of the table. */
    List<MethodResult> run(
            DemoDirectory directory,
            Map<String, Tensor> pretrained,
            MethodResult.Seconds onDevice) {
        TargetTask task = task(directory, pretrained);
        List<Method> methods =
                List.of(
                        new FullFromScratch(),
                        new FullFromPretrained(),
                        new RandomPruning(),
                        new DeviceSubnetwork(directory.subnetwork(), onDevice));
        // Loading natives is nobody's training time.
        TensorEngine.newManager().close();
        List<MethodResult> results = new ArrayList<>();
        for (Method method : methods) {
            results.add(method.run(task, new RunControl(step -> show(method, step), () -> false)));
        }
        return results;
    }

    private TargetTask task(DemoDirectory directory, Map<String, Tensor> pretrained) {
        return new TargetTask(
                pictures.training(adaptation),
                pictures.test(),
                normalization(directory.phi()),
                full,
                adaptation,
                multiplyAdds(directory.subnetwork()),
                new Reference(
                        pretrained,
                        directory.phi(),
                        settings.phi()::referencePictures,
                        pictures::chosen,
                        directory.root()));
    }

    private static Normalization normalization(Path phi) {
        try (MetaModelFile file = MetaModelFile.open(phi)) {
            return new Normalization(file.header().mean(), file.header().std());
        }
    }

    private static long multiplyAdds(Path subnetwork) {
        try (SubnetworkFile file = SubnetworkFile.open(subnetwork)) {
            return file.header().cost().multiplyAdds();
        }
    }

    private void show(Method method, Progress step) {
        progress.training(method.name(), step);
    }
}
