package io.stampede.server.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.stampede.server.job.MetaTrainingJob;
import io.stampede.server.job.MetaTrainingJobs;
import io.stampede.server.publish.Publication;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** The server's own Prometheus metrics besides those of its reports. */
@Singleton
public class ServerMetrics {
    private static final List<String> STATES =
            List.of("queued", "running", "succeeded", "failed", "cancelled");

    private final MeterRegistry registry;

    @Inject
    ServerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows from now on how many jobs are in each state. */
    public void watch(MetaTrainingJobs jobs) {
        for (String state : STATES) {
            Gauge.builder("stampede.meta.trainings", jobs, all -> count(all, state))
                    .tag("state", state)
                    .description("Meta-trainings in each state")
                    .strongReference(true)
                    .register(registry);
        }
    }

    /** Counts what a publication sent. */
    public void published(Publication publication) {
        registry.counter("stampede.published.bytes").increment(publication.sentBytes());
        registry.counter("stampede.published.chunks", "result", "sent")
                .increment(publication.sentChunks());
        registry.counter("stampede.published.chunks", "result", "known")
                .increment(publication.knownChunks());
    }

    private static long count(MetaTrainingJobs jobs, String state) {
        return jobs.all().stream()
                .map(MetaTrainingJob::state)
                .filter(each -> each.id().equals(state))
                .count();
    }
}
