package io.stampede.agent.serve;

import io.stampede.core.data.ImageDataset;
import java.util.Optional;
import java.util.Set;

/**
 * What a program asks.
 *
 * @param id to be repeated in the answer
 * @param pictures to be looked at; their labels mean nothing
 * @param outputs names of the tensors that are wanted
 */
record InferRequest(Optional<String> id, ImageDataset pictures, Set<String> outputs) {
    /** Name of the one input. */
    static final String IMAGES = "images";

    /** Name of the output with a row of class probabilities for each picture. */
    static final String PROBABILITIES = "probabilities";

    /** Name of the output with the most probable class of each picture. */
    static final String LABELS = "labels";

    /** Most pictures in one request. */
    static final int MOST_PICTURES = 64;
}
