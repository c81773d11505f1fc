package io.stampede.server.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** What a broker of one node needs to know to be small and quick to restart. */
final class BrokerProperties {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final Map<String, String> FIXED =
            Map.ofEntries(
                    Map.entry("process.roles", "broker,controller"),
                    Map.entry("node.id", Integer.toString(NODE_ID)),
                    Map.entry("controller.listener.names", CONTROLLER_LISTENER),
                    Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                    Map.entry(
                            "listener.security.protocol.map",
                            "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                    Map.entry("auto.create.topics.enable", "false"),
                    Map.entry("offsets.topic.replication.factor", "1"),
                    Map.entry("offsets.topic.num.partitions", "1"),
                    Map.entry("transaction.state.log.replication.factor", "1"),
                    Map.entry("transaction.state.log.min.isr", "1"),
                    Map.entry("transaction.state.log.num.partitions", "1"),
                    Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                    Map.entry("share.coordinator.state.topic.min.isr", "1"),
                    Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                    Map.entry("group.initial.rebalance.delay.ms", "0"),
                    // The default of 128 MiB is for a machine that does nothing else.
                    Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
                    // Without it a restart waits for the old registration's session to expire.
                    Map.entry("controlled.shutdown.enable", "true"),
                    // For the same wait after a crash.
                    Map.entry("broker.session.timeout.ms", "3000"),
                    Map.entry("broker.heartbeat.interval.ms", "500"),
                    Map.entry("num.network.threads", "2"),
                    Map.entry("num.io.threads", "4"),
                    Map.entry("background.threads", "2"),
                    Map.entry("num.recovery.threads.per.data.dir", "1"));

    private BrokerProperties() {}

    static Properties of(Path directory, int port, int controllerPort) {
        String clients = "PLAINTEXT://127.0.0.1:" + port;
        Properties properties = new Properties();
        properties.putAll(FIXED);
        properties.put("log.dirs", directory.toString());
        properties.put("listeners", clients + ",CONTROLLER://127.0.0.1:" + controllerPort);
        properties.put("advertised.listeners", clients);
        properties.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        return properties;
    }
}
