package io.stampede.core.data;

import java.util.random.RandomGenerator;

/**
 * Ways to see the same pictures, for tasks that differ in more than their classes (algorithms.md
 * 13.6).
 */
public enum Domain {
    /** As it is. */
    PLAIN,
    /** Light where it was dark. */
    INVERTED,
    /** Without colours. */
    GREY,
    /** Red as green, green as blue, blue as red. */
    ROTATED_COLOURS,
    /** Means of 3x3 pixels. */
    BLURRED,
    /** A third of the contrast, darker. */
    DIM,
    /** What blurring takes away, around grey. */
    EDGES,
    /** Upside down. */
    FLIPPED,
    /** Half the size, in the middle of a grey picture. */
    SHRUNK;

    private static final int SIZE = 32;
    private static final int PLANE = SIZE * SIZE;
    private static final int PLANES = 3;
    private static final int MIDDLE = 128;
    private static final int MOST = 255;

    /** Any domain but {@link #PLAIN}. */
    public static Domain draw(RandomGenerator random) {
        return values()[1 + random.nextInt(values().length - 1)];
    }

    /** Any but {@link #PLAIN} with this probability, in [0, 1]; plain otherwise. */
    public static Domain draw(RandomGenerator random, double share) {
        return random.nextDouble() < share ? draw(random) : PLAIN;
    }

    /** The pictures as this domain shows them, with the same labels. */
    public ImageDataset of(ImageDataset data) {
        if (this == PLAIN) {
            return data;
        }
        byte[] pixels = new byte[data.size() * ImageDataset.IMAGE_BYTES];
        int[] picture = new int[ImageDataset.IMAGE_BYTES];
        for (int i = 0; i < data.size(); i++) {
            for (int offset = 0; offset < picture.length; offset++) {
                picture[offset] = data.value(i, offset);
            }
            for (int offset = 0; offset < picture.length; offset++) {
                int value = value(picture, offset / PLANE, offset % PLANE / SIZE, offset % SIZE);
                pixels[i * picture.length + offset] = (byte) Math.max(0, Math.min(MOST, value));
            }
        }
        return new ImageDataset(pixels, data.labels(), data.labelNames());
    }

    private int value(int[] picture, int plane, int y, int x) {
        int here = at(picture, plane, y, x);
        return switch (this) {
            case PLAIN -> here;
            case INVERTED -> MOST - here;
            case GREY -> (at(picture, 0, y, x) + at(picture, 1, y, x) + at(picture, 2, y, x)) / 3;
            case ROTATED_COLOURS -> at(picture, (plane + 1) % PLANES, y, x);
            case BLURRED -> mean(picture, plane, y, x);
            case DIM -> here / 3 + MIDDLE / 4;
            case EDGES -> MIDDLE + 2 * (here - mean(picture, plane, y, x));
            case FLIPPED -> at(picture, plane, SIZE - 1 - y, x);
            case SHRUNK -> shrunk(picture, plane, 2 * (y - SIZE / 4), 2 * (x - SIZE / 4));
        };
    }

    private static int shrunk(int[] picture, int plane, int top, int left) {
        if (top < 0 || left < 0 || top >= SIZE || left >= SIZE) {
            return MIDDLE;
        }
        return (at(picture, plane, top, left)
                        + at(picture, plane, top + 1, left)
                        + at(picture, plane, top, left + 1)
                        + at(picture, plane, top + 1, left + 1))
                / 4;
    }

    private static int mean(int[] picture, int plane, int y, int x) {
        int sum = 0;
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                sum += at(picture, plane, within(y + dy), within(x + dx));
            }
        }
        return sum / 9;
    }

    private static int within(int position) {
        return Math.max(0, Math.min(SIZE - 1, position));
    }

    private static int at(int[] picture, int plane, int y, int x) {
        return picture[plane * PLANE + y * SIZE + x];
    }
}
