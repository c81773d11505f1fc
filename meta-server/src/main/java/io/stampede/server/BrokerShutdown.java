package io.stampede.server;

import io.quarkus.runtime.Application;
import io.stampede.server.broker.EmbeddedBroker;
import java.util.concurrent.TimeUnit;

/**
 * Closes the embedded broker when the JVM ends, after the application: code behind {@code
 * Quarkus.run} is not reached on SIGTERM, and a broker that isn't closed makes the next start slow.
 */
final class BrokerShutdown {
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(15);

    private BrokerShutdown() {}

    static void atExit(EmbeddedBroker broker) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> closeAfterApplication(broker), "broker-close"));
    }

    private static void closeAfterApplication(EmbeddedBroker broker) {
        Application application = Application.currentApplication();
        if (application != null) {
            Thread wait = new Thread(application::awaitShutdown, "application-close");
            wait.setDaemon(true);
            wait.start();
            try {
                wait.join(PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        broker.close();
    }
}
