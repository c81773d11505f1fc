package io.stampede.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "io.stampede.agent",
        importOptions = ImportOption.DoNotIncludeTests.class)
class WallsTest {
    @ArchTest
    static final ArchRule HOLDS_NO_CODE_OF_THE_SERVER =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.stampede.server..", "io.stampede.bench..")
                    .because("a device never carries what only the server needs; use proto");

    @ArchTest
    static final ArchRule TOUCHES_NO_TENSORS =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..agent.serve..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("ai.djl..", "org.tensorflow..")
                    .because("tensors are core's business; call core.adapt or serve.Predictors");

    @ArchTest
    static final ArchRule KEEPS_KAFKA_AND_QUARKUS_AT_THE_DOOR =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "..agent.intake..",
                            "..agent.receive..",
                            "..agent.report..",
                            "..agent.adapt..",
                            "..agent.store..",
                            "..agent.export..",
                            "..agent.serve..",
                            "..agent.egress..",
                            "..agent.doctor..",
                            "..agent.machine..",
                            "..agent.cli..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.apache.kafka..", "io.quarkus..", "io.smallrye..", "jakarta..")
                    .because("only daemon and config know the framework; add a port instead");

    @ArchTest
    static final ArchRule LOADS_THE_ENGINE_ONLY_IN_COMMANDS =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..agent.cli..")
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("io.stampede.core.adapt.Adaptation")
                    .because("the daemon adapts in a child process, which gives memory back");
}
