package io.stampede.server.health;

import io.stampede.core.StampedeException;
import io.stampede.server.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the database answers; the broker's readiness comes with the Kafka extension. */
@Readiness
@ApplicationScoped
public class DatabaseReadiness implements HealthCheck {
    private final Database database;

    @Inject
    DatabaseReadiness(Database database) {
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("Stampede database");
        try {
            database.ping();
            return response.up().build();
        } catch (StampedeException e) {
            return response.down().withData("reason", e.getMessage()).build();
        }
    }
}
