package io.stampede.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** Holds the walls inside core (architecture.md section 2). */
@AnalyzeClasses(locations = WallsTest.MainClasses.class)
class WallsTest {
    /** Where core's own classes are; searching all jars for them takes ten seconds. */
    static final class MainClasses implements LocationProvider {
        @Override
        public Set<Location> get(Class<?> testClass) {
            return Set.of(
                    Location.of(
                            StampedeException.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()));
        }
    }

    private static final String ROOT = "io.stampede.core";
    private static final String[] PLAIN_RING = {
        ROOT + ".network..",
        ROOT + ".prune..",
        ROOT + ".model..",
        ROOT + ".data..",
        ROOT + ".tflite.."
    };
    private static final String[] TENSOR_RING = {
        ROOT + ".nn..", ROOT + ".gate..", ROOT + ".mask..", ROOT + ".train..", ROOT + ".adapt.."
    };

    @ArchTest
    static final ArchRule the_plain_ring_knows_no_tensor_engine =
            noClasses()
                    .that()
                    .resideInAnyPackage(PLAIN_RING)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("ai.djl..")
                    .because(
                            "masks, budgets, formats and data must be testable in milliseconds and"
                                    + " usable where no engine can be loaded");

    @ArchTest
    static final ArchRule the_plain_ring_does_not_look_up_to_the_tensor_ring =
            noClasses()
                    .that()
                    .resideInAnyPackage(PLAIN_RING)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(TENSOR_RING)
                    .because("the inner ring must not pull the engine in through the back door");

    @ArchTest
    static final ArchRule core_is_the_paper_and_nothing_around_it =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.quarkus..",
                            "jakarta..",
                            "io.smallrye..",
                            "org.apache.kafka..",
                            "com.google.protobuf..",
                            "io.stampede.proto..",
                            "io.stampede.server..",
                            "io.stampede.agent..",
                            "io.stampede.bench..")
                    .because("servers, agents and experiments share core and differ in all else");

    @ArchTest
    static final ArchRule core_is_engine_neutral =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("ai.djl.pytorch..", "org.bytedeco..")
                    .because("whoever runs core chooses the engine; DJL's API is all we may use");

    @ArchTest
    static final ArchRule packages_form_no_cycle =
            slices().matching(ROOT + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .because(
                            "a reader must be able to start somewhere: network, prune, model, ...");

    @ArchTest
    static final ArchRule network_stands_at_the_bottom =
            classes()
                    .that()
                    .resideInAPackage(ROOT + ".network..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("java..", ROOT, ROOT + ".network..")
                    .because("the description of a network is the one source that all else reads");

    @ArchTest
    static final ArchRule prune_knows_networks_only =
            classes()
                    .that()
                    .resideInAPackage(ROOT + ".prune..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("java..", ROOT, ROOT + ".network..", ROOT + ".prune..")
                    .because("scores in, indices out: a budget is solved without files or tensors");

    @ArchTest
    static final ArchRule one_exception_crosses_borders =
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName(StampedeException.class.getName())
                    .should()
                    .beAssignableTo(Exception.class)
                    .because("callers switch over ErrorCode, not over a family of exceptions");
}
