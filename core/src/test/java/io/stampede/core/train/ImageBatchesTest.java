package io.stampede.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.nn.TensorEngine;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageBatchesTest {
    private static final Normalization IDENTITY =
            new Normalization(List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));

    @ParameterizedTest
    @EnumSource(PictureLayout.class)
    void plain_pictures_are_normalised_per_plane_in_chw_order(PictureLayout layout) {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given
            ImageDataset data = TinyData.create(3, 2, 1);
            Normalization normalization =
                    new Normalization(List.of(0.5f, 0.25f, 0f), List.of(0.5f, 1f, 2f));

            // When
            NDArray batch =
                    new ImageBatches(data, normalization, layout).plain(manager, new int[] {4, 1});

            // Then
            assertEquals(new Shape(2, 3, 32, 32), batch.getShape());
            float[] values = batch.toFloatArray();
            assertEquals((data.value(4, 7) / 255f - 0.5f) / 0.5f, values[7], 1e-6f);
            assertEquals(data.value(4, 1024) / 255f - 0.25f, values[1024], 1e-6f);
            assertEquals(data.value(1, 3071) / 255f / 2, values[2 * 3072 - 1], 1e-6f);
        }
    }

    @Test
    void augmented_pictures_are_shifted_by_at_most_four_pixels_and_mirrored_only_where_asked() {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given
            ImageDataset data = TinyData.create(2, 1, 1);
            ImageBatches batches = new ImageBatches(data, IDENTITY);
            int[] many = new int[64];

            // When
            float[] shifted =
                    batches.augmented(manager, many, new SplittableRandom(1), false).toFloatArray();
            float[] mirrored =
                    batches.augmented(manager, many, new SplittableRandom(1), true).toFloatArray();

            // Then
            int straight = 0;
            int flipped = 0;
            for (int i = 0; i < many.length; i++) {
                straight += isShiftOf(data, shifted, i, false) ? 1 : 0;
                flipped += isShiftOf(data, mirrored, i, true) ? 1 : 0;
            }
            assertEquals(many.length, straight);
            assertTrue(flipped > 16 && flipped < 48, flipped + " of 64 were mirrored");
        }
    }

    @Test
    void augmented_pictures_are_the_same_in_either_layout() {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given
            ImageDataset data = TinyData.create(2, 8, 1);
            int[] all = IntStream.range(0, data.size()).toArray();

            // When
            List<float[]> found = new ArrayList<>();
            for (PictureLayout layout : PictureLayout.values()) {
                found.add(
                        new ImageBatches(data, IDENTITY, layout)
                                .augmented(manager, all, new SplittableRandom(1), true)
                                .toFloatArray());
            }

            // Then
            assertArrayEquals(found.get(0), found.get(1));
        }
    }

    @ParameterizedTest
    @EnumSource(PictureLayout.class)
    void a_batch_outlives_the_arrays_that_it_was_made_from(PictureLayout layout) {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given
            ImageBatches batches = new ImageBatches(TinyData.create(2, 32, 1), IDENTITY, layout);
            NDArray batch = batches.plain(manager, new int[64]);
            float[] before = batch.toFloatArray();

            // When the collector has run and its memory was used again
            List<ByteBuffer> later = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                System.gc();
                ByteBuffer buffer = ByteBuffer.allocateDirect(before.length * Float.BYTES);
                while (buffer.hasRemaining()) {
                    buffer.put((byte) 42);
                }
                later.add(buffer);
            }

            // Then
            assertArrayEquals(before, batch.toFloatArray());
            assertEquals(20, later.size());
        }
    }

    @Test
    void one_hot_rows_have_a_one_at_the_label() {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given
            ImageDataset data = TinyData.create(3, 2, 1);

            // When
            float[] rows =
                    new ImageBatches(data, IDENTITY)
                            .oneHot(manager, new int[] {2, 0})
                            .toFloatArray();

            // Then
            assertArrayEquals(new float[] {0, 0, 1, 1, 0, 0}, rows);
        }
    }

    private static boolean isShiftOf(
            ImageDataset data, float[] values, int image, boolean mirrored) {
        for (int down = -4; down <= 4; down++) {
            for (int right = -4; right <= 4; right++) {
                if (matches(data, values, image, new int[] {down, right}, mirrored)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean matches(
            ImageDataset data, float[] values, int image, int[] shift, boolean mirrored) {
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                int fromY = y + shift[0];
                int fromX = (mirrored ? 31 - x : x) + shift[1];
                boolean inside = fromY >= 0 && fromY < 32 && fromX >= 0 && fromX < 32;
                float wanted = inside ? data.value(0, fromY * 32 + fromX) / 255f : 0;
                if (Math.abs(values[image * 3072 + y * 32 + x] - wanted) > 1e-6f) {
                    return false;
                }
            }
        }
        return true;
    }
}
