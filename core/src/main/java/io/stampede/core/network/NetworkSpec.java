package io.stampede.core.network;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Describes a network of any kept width: the single source for building, counting, masking and
 * slicing it.
 *
 * <p>Immutable. A full network and its subnetworks share their layers and differ in {@link
 * #channels()} alone.
 *
 * @param architecture which reference network this is, or was cut from
 * @param width multiplier of the reference channel counts, as model files carry it
 * @param classes number of outputs
 * @param layers the forward pass, in order
 * @param channels channel group to its number of channels, in the order of the forward pass
 */
public record NetworkSpec(
        Architecture architecture,
        double width,
        int classes,
        List<Layer> layers,
        Map<String, Integer> channels) {

    /** The constant group of the input picture. */
    public static final String IMAGE = "image";

    /** Colour planes of a picture. */
    public static final int IMAGE_CHANNELS = 3;

    /** Height and width of a picture in pixels. */
    public static final int IMAGE_SIZE = 32;

    /** Checks and copies. */
    public NetworkSpec {
        requireNonNull(architecture, "architecture is null");
        layers = List.copyOf(layers);
        channels = Collections.unmodifiableMap(new LinkedHashMap<>(channels));
        if (classes < 2) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT, "expected at least 2 classes, found " + classes);
        }
        if (!(width > 0 && width <= 4)) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT, "expected a width in (0, 4], found " + width);
        }
        channels.forEach(
                (group, count) -> {
                    if (count < 1) {
                        throw new StampedeException(
                                ErrorCode.INVALID_ARGUMENT,
                                "expected at least 1 channel in " + group + ", found " + count);
                    }
                });
    }

    /** Number of channels of a group, {@value #IMAGE_CHANNELS} for {@link #IMAGE}. */
    public int channels(String group) {
        if (IMAGE.equals(group)) {
            return IMAGE_CHANNELS;
        }
        Integer count = channels.get(group);
        if (count == null) {
            throw new IllegalArgumentException(
                    "expected a group of " + channels.keySet() + ", found " + group);
        }
        return count;
    }

    /** Sum of the channels of all groups. */
    public int totalChannels() {
        return channels.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** All convolutions in the order of the forward pass. */
    public List<Convolution> convolutions() {
        return layers.stream().flatMap(layer -> layer.convolutions().stream()).toList();
    }

    /** The last layer. */
    public Layer.Classifier classifier() {
        return (Layer.Classifier) layers.get(layers.size() - 1);
    }

    /** The same network with other channel counts. */
    public NetworkSpec withChannels(Map<String, Integer> counts) {
        if (!counts.keySet().equals(channels.keySet())) {
            throw new IllegalArgumentException(
                    "expected counts for " + channels.keySet() + ", found " + counts.keySet());
        }
        Map<String, Integer> ordered = new LinkedHashMap<>();
        channels.keySet().forEach(group -> ordered.put(group, counts.get(group)));
        return new NetworkSpec(architecture, width, classes, layers, ordered);
    }

    /** The same network with another number of outputs. */
    public NetworkSpec withClasses(int count) {
        return new NetworkSpec(architecture, width, count, layers, channels);
    }
}
