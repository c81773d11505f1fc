package io.stampede.core.train;

import io.stampede.core.data.ImageDataset;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Labelled noise with a bright stripe where the label says: easy to learn, made in no time. */
public final class TinyData {
    private TinyData() {}

    /** A dataset with the same number of pictures of each class. */
    public static ImageDataset create(int classes, int perClass, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int count = classes * perClass;
        byte[] pixels = new byte[count * ImageDataset.IMAGE_BYTES];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % classes;
            for (int offset = 0; offset < ImageDataset.IMAGE_BYTES; offset++) {
                int row = offset % 1024 / 32;
                boolean stripe = row * classes / 32 == labels[i];
                pixels[i * ImageDataset.IMAGE_BYTES + offset] =
                        (byte) (random.nextInt(96) + (stripe ? 128 : 0));
            }
        }
        List<String> names = IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
        return new ImageDataset(pixels, labels, names);
    }
}
