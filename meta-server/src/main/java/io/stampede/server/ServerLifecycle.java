package io.stampede.server;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.stampede.server.health.ServerMetrics;
import io.stampede.server.job.MetaTrainingJobs;
import io.stampede.server.kafka.TopicSetup;
import io.stampede.server.registry.ModelRegistry;
import io.stampede.server.registry.ShippedRegistration;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/** The order in which parts start and stop. */
@ApplicationScoped
class ServerLifecycle {
    /** Before the channels, which start at LIBRARY_BEFORE and want their topics. */
    private static final int BEFORE_CHANNELS = Interceptor.Priority.PLATFORM_BEFORE + 1;

    /** When everything that a job uses is up. */
    private static final int LAST = Interceptor.Priority.PLATFORM_AFTER + 1;

    void createTopics(@Observes @Priority(BEFORE_CHANNELS) StartupEvent event, TopicSetup topics) {
        topics.run();
    }

    /** No request is answered yet, and the data directory is this server's alone. */
    void startWork(
            @Observes @Priority(LAST) StartupEvent event,
            ModelRegistry registry,
            ShippedRegistration shipped,
            MetaTrainingJobs jobs,
            ServerConfig config,
            ServerMetrics metrics) {
        registry.discardLeftovers();
        shipped.run();
        metrics.watch(jobs);
        jobs.start(config.jobs().resumeInterrupted());
    }

    /** While channels and database still work. */
    void stopJobs(@Observes ShutdownEvent event, MetaTrainingJobs jobs) {
        jobs.close();
    }
}
