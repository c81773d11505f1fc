package io.stampede.server.health;

import io.stampede.server.kafka.DeviceChannels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while what a device sent waits for disk, database or broker. */
@Readiness
@ApplicationScoped
public class IntakeReadiness implements HealthCheck {
    private final DeviceChannels channels;

    @Inject
    IntakeReadiness(DeviceChannels channels) {
        this.channels = channels;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("Stampede intake");
        Optional<String> failure = channels.failure();
        return failure.isEmpty()
                ? response.up().build()
                : response.down().withData("reason", failure.get()).build();
    }
}
