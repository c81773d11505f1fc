package io.stampede.server;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything that an operator may set, with every default: keys start with {@code
 * stampede.server.}, unknown ones are refused at start.
 */
@ConfigMapping(prefix = "stampede.server")
public interface ServerConfig {
    /** Where models, jobs, the database and the embedded broker live. */
    @WithDefault("${user.home}/.stampede/server")
    Path dataDir();

    /** Folder of the models that come with the product; they are registered at start. */
    @WithDefault("${STAMPEDE_MODELS:}")
    Optional<Path> shippedModels();

    /** First part of every topic name. */
    @WithDefault("stampede")
    String topicPrefix();

    /** Length of the chunks that models are published in. */
    @WithDefault("262144")
    int chunkBytes();

    /** How many chunks may wait for their acknowledgement at once: bounds memory. */
    @WithDefault("16")
    int publishWindowChunks();

    /** Where HTTP is served. */
    Http http();

    /** Which broker is used. */
    Kafka kafka();

    /** The broker inside this JVM, where no other is configured. */
    EmbeddedBrokerConfig embeddedBroker();

    /** How topics are created. */
    TopicConfig topics();

    /** How meta-trainings run. */
    Jobs jobs();

    /** Where HTTP is served. */
    interface Http {
        /** Address to listen on; loopback unless the operator decides otherwise. */
        @WithDefault("127.0.0.1")
        String host();

        /** Port to listen on, 0 for a free one. */
        @WithDefault("8080")
        int port();

        /** Longest request body, which bounds uploaded models; a number with K, M or G. */
        @WithDefault("4G")
        String maxBodySize();
    }

    /** Which broker is used. */
    interface Kafka {
        /** Addresses of the broker; absent for the embedded one. */
        Optional<String> bootstrapServers();
    }

    /** The broker inside this JVM. */
    interface EmbeddedBrokerConfig {
        /** Port on loopback, 0 for a free one. */
        @WithDefault("9092")
        int port();
    }

    /** How topics are created. */
    interface TopicConfig {
        /** Whether to create missing topics at start; false where someone else owns them. */
        @WithDefault("true")
        boolean create();

        /** Partitions of each topic that is created. */
        @WithDefault("1")
        int partitions();

        /** Replicas of each topic that is created. */
        @WithDefault("1")
        short replication();

        /** How long reports and dead letters are kept. */
        @WithDefault("P30D")
        Duration reportRetention();
    }

    /** How meta-trainings run. */
    interface Jobs {
        /** How many may wait for the one that runs. */
        @WithDefault("16")
        int queueCapacity();

        /** Whether a start goes on with what the last stop interrupted. */
        @WithDefault("true")
        boolean resumeInterrupted();
    }
}
