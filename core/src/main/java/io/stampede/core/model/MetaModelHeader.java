package io.stampede.core.model;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.NetworkSpec;
import java.util.List;
import java.util.Map;

/**
 * What a phi file says about itself besides its tensors (format.md).
 *
 * @param architecture reference network
 * @param width multiplier of its channel counts
 * @param classes outputs of the reference head
 * @param encoderDim hidden width d of the set encoder
 * @param encoderHeads attention heads h of the set encoder, a divisor of d
 * @param form what a device must do exactly as meta-training did
 * @param mean per colour plane, of pictures scaled to [0, 1]
 * @param std per colour plane, of pictures scaled to [0, 1]
 * @param provenance how phi came to be, {@link Provenance#UNKNOWN} where the file does not tell
 * @param version grows with every published phi, 0 where the file does not tell
 */
public record MetaModelHeader(
        Architecture architecture,
        double width,
        int classes,
        int encoderDim,
        int encoderHeads,
        GeneratorForm form,
        List<Float> mean,
        List<Float> std,
        Provenance provenance,
        long version) {
    /** The format that this program writes and reads. */
    public static final String FORMAT = "stampede.meta-model/1";

    /** Checks and copies. */
    public MetaModelHeader {
        requireNonNull(architecture, "architecture is null");
        requireNonNull(form, "form is null");
        requireNonNull(provenance, "provenance is null");
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        Metadata.requireNormalisation(mean, std);
        if (encoderHeads < 1 || encoderDim < 1 || encoderDim % encoderHeads != 0) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected an encoder width divisible by its heads, found %d and %d"
                            .formatted(encoderDim, encoderHeads));
        }
        if (version < 0) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT, "expected a version from 0, found " + version);
        }
        // Refuses widths and classes that no network has.
        Architectures.of(architecture, width, classes);
    }

    /** The full network that phi's W belongs to. */
    public NetworkSpec network() {
        return Architectures.of(architecture, width, classes);
    }

    /** The tensors that a file with this header holds. */
    public TensorLayout layout() {
        return TensorLayout.metaModel(network(), encoderDim);
    }

    /** This header with another version, for whoever publishes. */
    public MetaModelHeader withVersion(long other) {
        return new MetaModelHeader(
                architecture,
                width,
                classes,
                encoderDim,
                encoderHeads,
                form,
                mean,
                std,
                provenance,
                other);
    }

    Map<String, String> toMetadata() {
        Map<String, String> fields = Metadata.common(FORMAT, network());
        fields.put("encoder_dim", Integer.toString(encoderDim));
        fields.put("encoder_heads", Integer.toString(encoderHeads));
        form.write(fields);
        fields.put("mean", mean.toString());
        fields.put("std", std.toString());
        fields.put("provenance", provenance.toJson());
        fields.put("version", Long.toString(version));
        return fields;
    }

    static MetaModelHeader fromMetadata(Metadata metadata) {
        metadata.requireFormat(FORMAT);
        return metadata.checked(
                () ->
                        new MetaModelHeader(
                                metadata.architecture(),
                                metadata.decimal("width"),
                                metadata.smallInteger("classes"),
                                metadata.smallInteger("encoder_dim"),
                                metadata.smallInteger("encoder_heads"),
                                GeneratorForm.read(metadata),
                                metadata.floats("mean"),
                                metadata.floats("std"),
                                metadata.has("provenance")
                                        ? Provenance.fromJson(metadata.text("provenance"))
                                        : Provenance.UNKNOWN,
                                metadata.has("version") ? metadata.integer("version") : 0));
    }
}
