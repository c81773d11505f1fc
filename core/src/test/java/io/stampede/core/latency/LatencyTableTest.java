package io.stampede.core.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.TensorEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatencyTableTest {
    private static final int[] POINTS = {1, 4, 16, 64};
    private static final long MILLI = 1_000_000;

    @TempDir Path directory;

    @Property
    void more_channels_never_take_less_and_stay_between_their_neighbours(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 80) int in,
            @ForAll @IntRange(min = 1, max = 80) int out) {
        // Given
        Grid grid = grid(seed);

        // When
        double here = grid.millis(in, out);

        // Then
        assertTrue(here <= grid.millis(in + 1, out) + 1e-12);
        assertTrue(here <= grid.millis(in, out + 1) + 1e-12);
        assertTrue(here >= grid.at(0, 0) - 1e-12 && here <= grid.at(3, 3) + 1e-12);
        assertEquals(in <= 64 && out <= 64, grid.covers(in, out));
    }

    @Test
    void measured_points_are_told_as_measured_and_between_them_products_are_exact() {
        // Given
        double[][] millis = new double[POINTS.length][POINTS.length];
        for (int i = 0; i < POINTS.length; i++) {
            for (int j = 0; j < POINTS.length; j++) {
                millis[i][j] = 0.5 + 0.25 * POINTS[i] * POINTS[j];
            }
        }

        // When
        Grid grid = new Grid(POINTS, POINTS, millis);

        // Then
        assertEquals(0.5 + 0.25 * 4 * 64, grid.millis(4, 64));
        assertEquals(0.5 + 0.25 * 10 * 40, grid.millis(10, 40), 1e-9);
    }

    @Test
    void refuses_what_no_measurement_gives() {
        double[][] one = {{1}};
        int[] point = {1};
        assertThrows(StampedeException.class, () -> new Grid(new int[] {2, 1}, point, one));
        assertThrows(StampedeException.class, () -> new Grid(point, new int[0], one));
        assertThrows(
                StampedeException.class,
                () -> new Grid(point, point, new double[][] {{Double.NaN}}));
        assertThrows(
                StampedeException.class, () -> new Grid(point, point, new double[][] {{1, 2}}));
    }

    @Test
    void is_read_as_it_was_written_and_anything_else_is_no_table() throws IOException {
        // Given
        Path file = directory.resolve("latency.json");
        Grid grid = grid(7);
        LatencyTable table = new LatencyTable("here", Map.of("3x3/1@32", grid), 0.25);

        // When
        table.write(file);

        // Then
        LatencyTable read = LatencyTable.read(file).orElseThrow();
        NetworkSpec narrow = Architectures.of(Architecture.VGG10, 0.0625, 4);
        assertFalse(read.covers(narrow, "here"), "other layers are missing");
        assertEquals(Files.readString(file), rewritten(read));
        for (String damaged : new String[] {"", "{}", "[]", "{\"format\":1}", "null", "{\"form"}) {
            Files.writeString(file, damaged);
            assertTrue(LatencyTable.read(file).isEmpty(), damaged);
        }
        assertTrue(LatencyTable.read(directory.resolve("none")).isEmpty());
    }

    @Test
    void a_probe_measures_each_shape_once_and_then_relies_on_its_file() {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given a clock that a millisecond passes on between two looks
            AtomicLong looks = new AtomicLong();
            LatencyProbe probe = new LatencyProbe(manager, () -> looks.incrementAndGet() * MILLI);
            NetworkSpec network = Architectures.of(Architecture.RESNET18, 0.0625, 4);
            Path file = directory.resolve("latency.json");

            // When
            LatencyTable measured = probe.table(network, file);
            long after = looks.get();
            LatencyTable cached = probe.table(network, file);

            // Then 25 convolutions of one millisecond each
            assertEquals(25, measured.millis(network));
            assertEquals(after, looks.get());
            assertEquals(25, cached.millis(network));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> cached.millis(Architectures.of(Architecture.VGG19, 0.0625, 4)));
        }
    }

    private String rewritten(LatencyTable table) throws IOException {
        Path copy = directory.resolve("copy.json");
        table.write(copy);
        return Files.readString(copy);
    }

    private static Grid grid(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] millis = new double[POINTS.length][POINTS.length];
        for (double[] row : millis) {
            for (int j = 0; j < row.length; j++) {
                row[j] = random.nextDouble();
            }
        }
        return new Grid(POINTS, POINTS, millis);
    }
}
