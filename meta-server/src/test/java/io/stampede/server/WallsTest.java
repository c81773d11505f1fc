package io.stampede.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "io.stampede.server",
        importOptions = ImportOption.DoNotIncludeTests.class)
class WallsTest {
    private static final String[] DOMAIN = {
        "io.stampede.server.job..",
        "io.stampede.server.registry..",
        "io.stampede.server.publish..",
        "io.stampede.server.report..",
        "io.stampede.server.retry.."
    };

    @ArchTest
    static final ArchRule THE_SERVER_NEVER_SEES_THE_AGENT =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.stampede.agent..")
                    .because("they meet on Kafka alone; share through proto or core");

    @ArchTest
    static final ArchRule THE_DOMAIN_KNOWS_NO_FRAMEWORK =
            noClasses()
                    .that()
                    .resideInAnyPackage(DOMAIN)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.apache.kafka..",
                            "kafka..",
                            "io.quarkus..",
                            "io.smallrye..",
                            "org.eclipse.microprofile..",
                            "io.micrometer..",
                            "jakarta..",
                            "java.sql..",
                            "com.fasterxml..")
                    .because(
                            "it is tested in milliseconds; put the adapter beside it, behind a port");

    @ArchTest
    static final ArchRule THE_DOMAIN_KNOWS_NO_ADAPTER =
            noClasses()
                    .that()
                    .resideInAnyPackage(DOMAIN)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.stampede.server",
                            "io.stampede.server.kafka..",
                            "io.stampede.server.rest..",
                            "io.stampede.server.store..",
                            "io.stampede.server.health..",
                            "io.stampede.server.broker..")
                    .because("adapters depend on the domain; add a port where it needs something");

    @ArchTest
    static final ArchRule ONLY_THE_BROKER_PACKAGE_TOUCHES_THE_BROKERS_INSIDES =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.stampede.server.broker..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("kafka..", "org.apache.kafka.metadata..")
                    .because("a server with an external broker must not need them");

    @ArchTest
    static final ArchRule TENSORS_STAY_IN_CORE =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("ai.djl..")
                    .because("training goes through io.stampede.core.train");
}
