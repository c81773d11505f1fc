package io.stampede.server.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.stampede.core.data.SourceSpec;
import io.stampede.core.train.MetaTrainingConfig;
import io.stampede.server.job.JobState;
import io.stampede.server.job.MetaTrainingJob;
import io.stampede.server.job.MetaTrainingRequest;
import io.stampede.server.registry.ModelName;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobViewTest {
    @Test
    void a_job_of_a_preset_that_is_gone_is_shown_without_the_settings_that_nobody_knows() {
        // When
        JobView view = JobView.of(job("retired"));

        // Then
        assertEquals("retired", view.preset());
        assertEquals("queued", view.state());
        assertNull(view.architecture());
        assertNull(view.width());
        assertNull(view.metaIterations());
    }

    @Test
    void a_job_is_shown_with_the_settings_of_its_preset() {
        // When
        JobView view = JobView.of(job("demo"));

        // Then
        MetaTrainingConfig preset = MetaTrainingConfig.preset("demo");
        assertEquals(preset.architecture().id(), view.architecture());
        assertEquals(preset.width(), view.width());
        assertEquals(preset.meta().iterations(), view.metaIterations());
    }

    private static MetaTrainingJob job(String preset) {
        return new MetaTrainingJob(
                "id",
                new MetaTrainingRequest(
                        new ModelName("vgg10-demo"),
                        SourceSpec.parse("procedural:source"),
                        preset,
                        MetaTrainingRequest.Changes.NONE),
                Instant.EPOCH,
                new JobState.Queued(),
                Optional.empty());
    }
}
