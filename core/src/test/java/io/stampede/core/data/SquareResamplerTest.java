package io.stampede.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SquareResamplerTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 17, 31, 32, 33, 64, 100, 1000})
    void keeps_an_even_colour_at_every_size(int side) {
        // Given
        int[] row = new int[3 * side];
        for (int x = 0; x < side; x++) {
            row[3 * x] = 255;
            row[3 * x + 1] = 128;
            row[3 * x + 2] = 1;
        }
        // When
        byte[] picture = resample(side, y -> row);
        // Then
        for (int i = 0; i < 1024; i++) {
            assertEquals(255, picture[i] & 0xFF);
            assertEquals(128, picture[1024 + i] & 0xFF);
            assertEquals(1, picture[2048 + i] & 0xFF);
        }
    }

    @Test
    void leaves_32x32_as_it_is() {
        // Given
        int side = 32;
        // When
        byte[] picture =
                resample(
                        side,
                        y -> {
                            int[] row = new int[3 * side];
                            Arrays.setAll(row, i -> (y * 7 + i * 13) & 0xFF);
                            return row;
                        });
        // Then
        for (int offset = 0; offset < ImageDataset.IMAGE_BYTES; offset++) {
            int y = offset / 32 % 32;
            int i = offset % 32 * 3 + offset / 1024;
            assertEquals((y * 7 + i * 13) & 0xFF, picture[offset] & 0xFF);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 128, 320})
    void averages_fine_patterns_away_where_it_shrinks(int side) {
        // When
        byte[] picture =
                resample(
                        side,
                        y -> {
                            int[] row = new int[3 * side];
                            Arrays.setAll(row, i -> (i / 3 + y) % 2 * 200);
                            return row;
                        });
        // Then
        for (byte value : picture) {
            assertEquals(100, value & 0xFF, 5);
        }
    }

    private static byte[] resample(int side, IntFunction<int[]> rows) {
        SquareResampler resampler = new SquareResampler(side);
        for (int y = 0; y < side; y++) {
            resampler.addRow(y, rows.apply(y));
        }
        byte[] picture = new byte[ImageDataset.IMAGE_BYTES];
        resampler.finish(picture, 0);
        return picture;
    }
}
