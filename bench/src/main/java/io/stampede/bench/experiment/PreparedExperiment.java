package io.stampede.bench.experiment;

import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.model.FileDigest;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.network.NetworkSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An experiment that was checked and can run.
 *
 * @param settings what decides its runs
 * @param targets pictures to adapt to
 * @param reference source of what phi was trained on
 * @param referenceSha256 digest of its training pictures
 * @param referencePictures the same, read when asked for
 * @param others source of a target to pictures of another, where there are any
 * @param phi file of phi
 * @param phiSha256 digest of that file
 * @param header what phi says about itself
 * @param pretrained weights of the reference network before meta-training, where there are any
 * @param needsPretrained whether any method starts from them
 * @param plan all runs
 */
public record PreparedExperiment(
        ExperimentSettings settings,
        List<TargetData> targets,
        SourceSpec reference,
        String referenceSha256,
        Supplier<ImageDataset> referencePictures,
        Map<String, OtherSet> others,
        Path phi,
        String phiSha256,
        MetaModelHeader header,
        Optional<Path> pretrained,
        boolean needsPretrained,
        List<RunKey> plan) {

    /** The target of a run. */
    TargetData target(RunKey key) {
        return targets.stream()
                .filter(target -> target.spec().toString().equals(key.target()))
                .findFirst()
                .orElseThrow();
    }

    /** The unpruned network with a target's head. */
    NetworkSpec full(TargetData target) {
        return header.network().withClasses(target.pool().classes());
    }

    /** The lens of the reference. */
    Normalization normalization() {
        return new Normalization(header.mean(), header.std());
    }

    /** Everything that was asked for and found, by name: the same for the same runs. */
    Map<String, String> describe() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("experiment", settings.experiment().id());
        all.put("scale", settings.scale().id());
        all.put("architecture", settings.architecture().id());
        all.put("width", Double.toString(settings.width()));
        all.put("reference", reference.toString());
        all.put("reference_sha256", referenceSha256);
        for (TargetData target : targets) {
            String prefix = "target " + target.spec();
            all.put(prefix + " name", target.name().text());
            all.put(prefix + " sizes", target.sizes().toString());
            all.put(prefix + " pool_sha256", target.pool().sha256());
            all.put(prefix + " judge_sha256", target.judge().sha256());
        }
        others.forEach((target, other) -> all.put("other of " + target, other.spec().toString()));
        all.put("measured_on", settings.measuredOn());
        all.put("phi_sha256", phiSha256);
        all.put("phi_provenance", header.provenance().toJson());
        all.put("pretrained", pretrained.map(Path::toString).orElse("trained by this experiment"));
        pretrained.ifPresent(file -> all.put("pretrained_sha256", FileDigest.sha256(file)));
        all.put("methods", settings.methods().stream().map(method -> method.id()).toList() + "");
        all.put("limits", settings.limits().toString());
        all.put(RunLog.SEEDS, Integer.toString(settings.seeds()));
        all.put("tuning", settings.tuning().toString());
        return all;
    }
}
