package io.stampede.core.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamingSetEncoderTest {
    private static final int IMAGE = 3 * 32 * 32;
    private static final int HEADS = 4;

    @ParameterizedTest
    @CsvSource({"1,0", "63,2", "64,0", "65,2", "150,0.5"})
    void pictures_in_pieces_give_the_representation_of_the_whole_set(int count, double setMean) {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given
            Parameters theta = theta(manager, 32);
            float[] pictures = random(count * IMAGE);
            float[] expected =
                    new SetEncoder(HEADS, setMean)
                            .forward(theta, manager.create(pictures, shape(count)))
                            .toFloatArray();

            // When
            float[] streamed = encode(manager, theta, pictures, setMean, new TensorLedger());

            // Then
            assertArrayEquals(expected, streamed, 1e-4f);
        }
    }

    @Test
    void a_set_of_640_takes_less_memory_than_theta_and_the_pictures_would() {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given
            Parameters theta = theta(manager, 128);
            TensorLedger ledger = new TensorLedger();

            // When
            encode(manager, theta, random(640 * IMAGE), 2, ledger);

            // Then
            long block = 3L * 4 * IMAGE * 128; // query, key and value of the first block
            assertTrue(ledger.peakBytes() > block, "peak " + ledger.peakBytes());
            assertTrue(ledger.peakBytes() < 16 << 20, "peak " + ledger.peakBytes());
        }
    }

    private static Parameters theta(NDManager manager, int width) {
        Parameters theta = new Parameters(manager);
        Initialization.encoder(theta, width, new SplittableRandom(5));
        return theta;
    }

    private static float[] encode(
            NDManager manager,
            Parameters theta,
            float[] pictures,
            double setMean,
            TensorLedger ledger) {
        return new StreamingSetEncoder(
                        HEADS, setMean, theta.names(), name -> Tensors.save(theta, name), ledger)
                .encode(
                        manager,
                        pictures.length / IMAGE,
                        (owner, from, to) -> some(owner, pictures, from, to));
    }

    private static NDArray some(NDManager owner, float[] pictures, int from, int to) {
        return owner.create(
                Arrays.copyOfRange(pictures, from * IMAGE, to * IMAGE), shape(to - from));
    }

    private static Shape shape(int count) {
        return new Shape(count, 3, 32, 32);
    }

    private static float[] random(int count) {
        SplittableRandom random = new SplittableRandom(3);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
