package io.stampede.server;

import io.quarkus.arc.DefaultBean;
import io.stampede.core.train.MetaTraining;
import io.stampede.proto.Topics;
import io.stampede.server.health.ServerMetrics;
import io.stampede.server.job.JobWork;
import io.stampede.server.job.MetaTrainingJobs;
import io.stampede.server.job.ReferenceData;
import io.stampede.server.job.TrainingEngine;
import io.stampede.server.publish.ModelLog;
import io.stampede.server.publish.ModelPublisher;
import io.stampede.server.publish.Publications;
import io.stampede.server.registry.ModelRegistry;
import io.stampede.server.registry.ModelValidator;
import io.stampede.server.registry.ShippedRegistration;
import io.stampede.server.report.ReportIntake;
import io.stampede.server.report.ReportStore;
import io.stampede.server.store.ChunkTable;
import io.stampede.server.store.Database;
import io.stampede.server.store.JobTable;
import io.stampede.server.store.ModelTable;
import io.stampede.server.store.ReportTable;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;

/** Every part of the server and what it is made of, on one page. */
final class Wiring {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Topics topics(ServerConfig config) {
        return Topics.withPrefix(config.topicPrefix());
    }

    @Produces
    @Singleton
    Database database(ServerConfig config) {
        return Database.open(directory(config).resolve("database"));
    }

    void close(@Disposes Database database) {
        database.close();
    }

    @Produces
    @Singleton
    @DefaultBean
    ModelValidator validator() {
        return new PhiValidator();
    }

    @Produces
    @Singleton
    ModelRegistry registry(
            ServerConfig config, Database database, ModelValidator validator, Clock clock) {
        return new ModelRegistry(
                directory(config).resolve("models"), new ModelTable(database), validator, clock);
    }

    @Produces
    @Singleton
    ShippedRegistration shipped(ServerConfig config, ModelRegistry registry) {
        return new ShippedRegistration(registry, config.shippedModels());
    }

    @Produces
    @Singleton
    Publications publications(
            ServerConfig config,
            Database database,
            ModelRegistry registry,
            ModelLog log,
            ServerMetrics metrics) {
        var settings =
                new ModelPublisher.Settings(config.chunkBytes(), config.publishWindowChunks());
        var publisher =
                new ModelPublisher(
                        log,
                        new ChunkTable(database),
                        settings,
                        Clock.systemUTC(),
                        registry::markPublished);
        return new Publications(registry, publisher, metrics::published);
    }

    @Produces
    @Singleton
    ReportStore reports(Database database) {
        return new ReportTable(database);
    }

    @Produces
    @Singleton
    ReportIntake intake(ReportStore reports, Clock clock) {
        return new ReportIntake(reports, clock);
    }

    @Produces
    @Singleton
    @DefaultBean
    TrainingEngine engine() {
        return MetaTraining::run;
    }

    @Produces
    @Singleton
    @DefaultBean
    ReferenceData referenceData() {
        return new FileReferenceData();
    }

    @Produces
    @Singleton
    JobWork work(
            ServerConfig config,
            ReferenceData data,
            TrainingEngine engine,
            Publications publications,
            Clock clock) {
        return new JobWork(data, engine, publications, directory(config).resolve("jobs"), clock);
    }

    @Produces
    @Singleton
    MetaTrainingJobs jobs(ServerConfig config, Database database, JobWork work) {
        return new MetaTrainingJobs(new JobTable(database), work, config.jobs().queueCapacity());
    }

    private static Path directory(ServerConfig config) {
        return config.dataDir().toAbsolutePath().normalize();
    }
}
