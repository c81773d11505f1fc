package io.stampede.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.it.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The decisions of docs/adr, their form and their list. */
class DecisionsTest {
    @Test
    void the_list_names_every_decision_by_number_and_title() throws IOException {
        // Given
        List<String> wanted = new ArrayList<>();
        for (String file : files()) {
            String number = file.substring(0, 4);
            String title = Checkout.text("docs/adr/" + file).lines().findFirst().orElseThrow();
            assertTrue(title.startsWith("# " + Integer.parseInt(number) + ". "), file);
            wanted.add(
                    "| [%s](%s) | %s |"
                            .formatted(number, file, title.substring(title.indexOf(". ") + 2)));
        }

        // When
        List<String> listed =
                Checkout.text("docs/adr/README.md")
                        .lines()
                        .filter(line -> line.startsWith("| ["))
                        .toList();

        // Then
        assertEquals(wanted, listed);
    }

    @Test
    void each_decision_says_status_context_decision_and_consequences() throws IOException {
        // Given / When / Then
        for (String file : files()) {
            String text = Checkout.text("docs/adr/" + file);
            for (String part :
                    List.of(
                            "\nStatus: ",
                            "\n## Context\n",
                            "\n## Decision\n",
                            "\n## Consequences\n")) {
                assertTrue(text.contains(part), () -> file + " lacks" + part);
            }
        }
    }

    private static List<String> files() throws IOException {
        try (var files = Files.list(Checkout.file("docs/adr"))) {
            return files.map(Path::getFileName)
                    .map(Path::toString)
                    .filter(name -> name.matches("\\d{4}-.*\\.md"))
                    .sorted()
                    .toList();
        }
    }
}
