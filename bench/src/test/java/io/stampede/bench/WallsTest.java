package io.stampede.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** Holds the walls inside bench. */
@AnalyzeClasses(locations = WallsTest.MainClasses.class)
class WallsTest {
    /** Where bench's own classes are. */
    static final class MainClasses implements LocationProvider {
        @Override
        public Set<Location> get(Class<?> testClass) {
            return Set.of(
                    Location.of(
                            BenchMain.class.getProtectionDomain().getCodeSource().getLocation()));
        }
    }

    private static final String ROOT = "io.stampede.bench";

    @ArchTest
    static final ArchRule methods_know_the_paper_alone =
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + ".method..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            ROOT + ".demo..",
                            ROOT + ".cli..",
                            ROOT + ".remote..",
                            ROOT + ".process..",
                            ROOT + ".console..")
                    .because("every experiment runs them, with or without a server and a device");

    @ArchTest
    static final ArchRule only_remote_speaks_http =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + ".remote..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.net.http..")
                    .because("errors of transport get their code in one place");

    @ArchTest
    static final ArchRule only_supervised_processes_are_started =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + ".process..")
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(ProcessBuilder.class)
                    .because("whatever is started elsewhere may be left behind");

    @ArchTest
    static final ArchRule nothing_depends_on_commands =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(ROOT + ".cli..", ROOT)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(ROOT + ".cli..", "picocli..")
                    .because("commands read options and print; the work is done behind them");
}
