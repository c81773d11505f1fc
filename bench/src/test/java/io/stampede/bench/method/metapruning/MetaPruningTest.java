package io.stampede.bench.method.metapruning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.bench.method.MethodResult;
import io.stampede.bench.method.TargetTask;
import io.stampede.bench.method.TaskFixture;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Architecture;
import io.stampede.core.train.RunControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetaPruningTest {
    @TempDir Path directory;

    @Test
    void the_network_lies_in_the_window_of_stamps_multiply_adds_and_keeps_first_channels() {
        for (Architecture architecture :
                new Architecture[] {Architecture.VGG10, Architecture.RESNET18}) {
            // Given
            TargetTask task = TaskFixture.create(architecture, directory);

            // When
            MethodResult result = smoke(task);

            // Then
            long multiplyAdds = result.cost().multiplyAdds();
            assertTrue(multiplyAdds <= task.maxMultiplyAdds(), result.toString());
            assertTrue(multiplyAdds >= 0.97 * task.maxMultiplyAdds(), result.toString());
            assertEquals(0, result.kept().get(lastGroup(task)).get(0));
            assertTrue(Double.parseDouble(result.notes().get("hypernetwork_seconds")) > 0);
            assertEquals("8", result.notes().get("structures_measured"));
            assertTrue(result.seconds().search() > 0);
        }
    }

    @Test
    void the_hypernetwork_is_trained_once_for_all_targets_and_anew_for_other_settings()
            throws IOException {
        // Given
        TargetTask task = TaskFixture.create(Architecture.VGG10, directory);
        MethodResult first = smoke(task);
        byte[] stored = Files.readAllBytes(onlyFile());

        // When
        MethodResult second = smoke(task);
        byte[] untouched = Files.readAllBytes(onlyFile());
        new MetaPruning(
                        new MetaPruningConfig(
                                new MetaPruningConfig.Hypernetwork(2, 16, 1),
                                MetaPruningConfig.SMOKE.search()))
                .run(task, RunControl.NONE);

        // Then
        assertArrayEquals(stored, untouched);
        assertEquals(
                first.notes().get("hypernetwork_seconds"),
                second.notes().get("hypernetwork_seconds"));
        assertEquals(first.kept(), second.kept());
        assertEquals(first.accuracy(), second.accuracy());
        assertNotEquals(-1, Arrays.mismatch(stored, Files.readAllBytes(onlyFile())));
    }

    @Test
    void a_cancelled_run_leaves_nothing_in_the_cache() {
        // Given
        TargetTask task = TaskFixture.create(Architecture.VGG10, directory);

        // When
        StampedeException cancelled =
                assertThrows(
                        StampedeException.class,
                        () ->
                                new MetaPruning(MetaPruningConfig.SMOKE)
                                        .run(task, new RunControl(step -> {}, () -> true)));

        // Then
        assertEquals(ErrorCode.CANCELLED, cancelled.code());
        assertTrue(Files.notExists(directory.resolve("cache")));
    }

    @Test
    void the_nearest_mean_is_found_among_classes_with_examples() {
        // Given
        NearestMean classifier = new NearestMean(3, 2);
        classifier.add(0, new float[] {0, 0});
        classifier.add(0, new float[] {2, 0});
        classifier.add(2, new float[] {5, 5});

        // When / Then
        assertEquals(0, classifier.nearest(new float[] {2, 1}));
        assertEquals(2, classifier.nearest(new float[] {4, 4}));
    }

    private static MethodResult smoke(TargetTask task) {
        return new MetaPruning(MetaPruningConfig.SMOKE).run(task, RunControl.NONE);
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
            List<Path> all = files.toList();
            assertEquals(1, all.size());
            return all.get(0);
        }
    }

    private static String lastGroup(TargetTask task) {
        return task.full().classifier().input();
    }
}
