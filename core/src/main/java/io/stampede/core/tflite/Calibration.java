package io.stampede.core.tflite;

import io.stampede.core.data.ImageDataset;
import java.util.HashMap;
import java.util.Map;

/** Finds out between which numbers every activation lies, by looking at pictures. */
final class Calibration {
    /** Other pictures go a little beyond those seen; a wider range costs less than clipping. */
    private static final float MARGIN = 1.2f;

    private Calibration() {}

    /**
     * Looks at pictures.
     *
     * @return a range for every activation by its name
     */
    static Map<String, Range> ranges(
            FoldedNetwork network, PictureInput input, ImageDataset pictures) {
        PlainPass pass = new PlainPass(network);
        Map<String, Range> seen = new HashMap<>();
        for (int i = 0; i < pictures.size(); i++) {
            pass.run(input.values(pictures, i))
                    .forEach(
                            (name, values) ->
                                    seen.merge(
                                            name,
                                            Range.EMPTY.with(values),
                                            (all, one) ->
                                                    all.with(
                                                            new float[] {
                                                                one.least(), one.most()
                                                            })));
        }
        String picture = network.input().name();
        seen.replaceAll((name, range) -> name.equals(picture) ? range : range.stretched(MARGIN));
        // The runtime's max pooling cannot rescale: it passes the input's numbers on.
        for (Step step : network.steps()) {
            if (step instanceof Step.Pool pool) {
                seen.put(pool.output().name(), seen.get(pool.input().name()));
            }
        }
        return seen;
    }
}
