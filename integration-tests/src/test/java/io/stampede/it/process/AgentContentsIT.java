package io.stampede.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an application is made of. */
class AgentContentsIT {
    @Test
    void the_agent_contains_no_class_of_the_server_of_the_bench_or_of_a_broker()
            throws IOException {
        // Given
        List<String> foreign =
                List.of("io/stampede/server/", "io/stampede/bench/", "kafka/server/");

        // When
        List<String> found = entries(Application.AGENT, foreign);

        // Then
        assertEquals(List.of(), found);
    }

    @Test
    void the_server_contains_no_class_of_the_agent_or_of_the_bench() throws IOException {
        // Given
        List<String> foreign = List.of("io/stampede/agent/", "io/stampede/bench/");

        // When
        List<String> found = entries(Application.SERVER, foreign);

        // Then
        assertEquals(List.of(), found);
    }

    @Test
    void the_search_finds_what_is_there() throws IOException {
        // Given
        List<String> own = List.of("io/stampede/server/", "kafka/server/");

        // When
        List<String> found = entries(Application.SERVER, own);

        // Then
        assertTrue(found.stream().anyMatch(entry -> entry.startsWith(own.get(0))));
        assertTrue(found.stream().anyMatch(entry -> entry.startsWith(own.get(1))));
    }

    private static List<String> entries(Application application, List<String> prefixes)
            throws IOException {
        try (Stream<Path> files = Files.walk(application.product())) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .flatMap(jar -> entries(jar).stream())
                    .filter(entry -> prefixes.stream().anyMatch(entry::startsWith))
                    .toList();
        }
    }

    private static List<String> entries(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(entry -> entry.getName()).toList();
        } catch (IOException e) {
            throw new AssertionError("expected a jar at " + jar, e);
        }
    }
}
