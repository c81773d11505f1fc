package io.stampede.bench.device;

import io.stampede.core.data.ImageDataset;
import io.stampede.core.train.Seeds;
import java.util.List;
import java.util.stream.IntStream;

/** Pictures of noise, for measurements in which their content does not matter. */
public final class RandomPictures {
    private static final int CLASSES = 10;

    private RandomPictures() {}

    /** That many pictures of ten classes. */
    public static ImageDataset of(int count) {
        byte[] pixels = new byte[count * ImageDataset.IMAGE_BYTES];
        Seeds.at(1, "pictures").nextBytes(pixels);
        int[] labels = IntStream.range(0, count).map(i -> i % CLASSES).toArray();
        List<String> names = IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
        return new ImageDataset(pixels, labels, names);
    }
}
