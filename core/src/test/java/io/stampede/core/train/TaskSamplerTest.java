package io.stampede.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.stampede.core.data.ImageDataset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TaskSamplerTest {
    private static final ImageDataset REFERENCE = TinyData.create(6, 8, 1);
    private static final MetaConfig CONFIG =
            MetaConfig.DEFAULT.with("mini-batches", 2).with("ways", 2).with("images-per-class", 2);

    @Test
    void tasks_that_use_up_all_classes_are_one_partition_for_the_whole_run() {
        // Given: 3 x 2 of 6 classes
        TaskSampler sampler = sampler(3);

        // When
        List<List<Integer>> first = classes(sampler, 0);

        // Then
        assertEquals(
                Set.of(0, 1, 2, 3, 4, 5),
                first.stream().flatMap(List::stream).collect(Collectors.toSet()));
        assertEquals(first, classes(sampler, 7));
        assertNotEquals(sampler.draw(0, 1).images(), sampler.draw(7, 1).images());
    }

    @Test
    void any_task_of_a_partition_may_be_any_of_its_parts() {
        // Given
        TaskSampler sampler = sampler(3);

        // When
        Set<List<Integer>> met =
                LongStream.range(0, 30)
                        .mapToObj(position -> sampler.any(position).classes())
                        .collect(Collectors.toSet());

        // Then
        assertEquals(Set.copyOf(classes(sampler, 0)), met);
    }

    @Test
    void any_task_without_a_partition_is_the_first_of_its_iteration() {
        // Given: 2 x 2 of 6 classes
        TaskSampler sampler = sampler(2);

        // When, then
        for (long position : new long[] {0, 1, 12_345}) {
            assertEquals(sampler.draw(position, 0), sampler.any(position));
        }
    }

    private static TaskSampler sampler(int tasks) {
        return new TaskSampler(REFERENCE, CONFIG.with("tasks", tasks), 1);
    }

    private static List<List<Integer>> classes(TaskSampler sampler, long iteration) {
        return IntStream.range(0, 3).mapToObj(n -> sampler.draw(iteration, n).classes()).toList();
    }
}
