package io.stampede.server.testkit;

import io.stampede.server.job.ReferenceData;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The fakes that a server under test gets in place of engine and data. */
final class TestBeans {
    @Produces
    @Singleton
    SwitchableEngine engine() {
        return new SwitchableEngine();
    }

    @Produces
    @Singleton
    ReferenceData data() {
        return new NoData();
    }
}
