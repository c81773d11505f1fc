package io.stampede.server.rest;

import io.stampede.core.data.SourceSpec;
import io.stampede.core.network.Architecture;
import io.stampede.server.job.MetaTrainingRequest;
import io.stampede.server.job.MetaTrainingRequest.Changes;
import io.stampede.server.registry.ModelName;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What {@code POST /api/v1/meta-trainings} takes.
 *
 * @param modelName the name under which the model is registered
 * @param reference where the reference data lies on the server, {@code kind:path}
 * @param preset smoke, demo, cpu, reference or paper
 * @param architecture vgg19, vgg10 or resnet18 in place of the preset's
 * @param width in place of the preset's
 * @param seed in place of the preset's
 * @param pretrainEpochs in place of the preset's
 * @param metaIterations in place of the preset's
 * @param reduction in place of the preset's
 */
public record MetaTrainingBody(
        @Schema(required = true, examples = "vgg10-demo") String modelName,
        @Schema(required = true, examples = "procedural:source") String reference,
        @Schema(required = true, examples = "demo") String preset,
        String architecture,
        Double width,
        Long seed,
        Integer pretrainEpochs,
        Integer metaIterations,
        Double reduction) {
    MetaTrainingRequest toRequest() {
        if (reference == null) {
            throw Refusal.argument("expected reference as kind:path, found none");
        }
        return new MetaTrainingRequest(
                new ModelName(modelName),
                SourceSpec.parse(reference),
                preset,
                new Changes(
                        Optional.ofNullable(architecture).map(MetaTrainingBody::architecture),
                        width == null ? OptionalDouble.empty() : OptionalDouble.of(width),
                        seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
                        integer(pretrainEpochs),
                        integer(metaIterations),
                        reduction == null ? OptionalDouble.empty() : OptionalDouble.of(reduction)));
    }

    /** Not {@code Architecture.of}, whose refusal speaks of model files. */
    private static Architecture architecture(String id) {
        return Arrays.stream(Architecture.values())
                .filter(architecture -> architecture.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                Refusal.argument(
                                        "expected architecture vgg19, vgg10 or resnet18, found '"
                                                + id
                                                + "'"));
    }

    private static OptionalInt integer(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
