package io.stampede.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/errors.md against the enum: what users look up is what programs say. */
class ErrorCodeDocsTest {
    private static final Path PAGE = Path.of("..", "docs", "errors.md");

    @Test
    void the_page_has_a_section_for_each_code_in_the_order_of_numbers() throws IOException {
        // Given
        List<String> wanted =
                Arrays.stream(ErrorCode.values())
                        .sorted(Comparator.comparingInt(ErrorCode::number))
                        .map(code -> code.number() + " " + code)
                        .toList();

        // When
        List<String> found = List.copyOf(sections().keySet());

        // Then
        assertEquals(wanted, found);
    }

    @Test
    void each_section_says_the_exit_status_the_meaning_and_what_to_do() throws IOException {
        // Given
        Map<String, String> sections = sections();

        // When / Then
        for (ErrorCode code : ErrorCode.values()) {
            String section = sections.get(code.number() + " " + code);
            assertTrue(
                    section.contains("\nExit status: " + code.exitCode() + "\n"),
                    () -> code + " has exit status " + code.exitCode());
            assertTrue(section.contains("\nMeaning: "), () -> code + " without meaning");
            assertTrue(section.contains("\nHow to resolve: "), () -> code + " without advice");
        }
    }

    @Test
    void numbers_are_unique_and_no_code_ends_a_command_like_a_success() {
        // Given
        List<Integer> numbers =
                Arrays.stream(ErrorCode.values()).map(ErrorCode::number).distinct().toList();

        // When / Then
        assertEquals(ErrorCode.values().length, numbers.size());
        for (ErrorCode code : ErrorCode.values()) {
            assertTrue(code.exitCode() > 1 && code.exitCode() < 126, code.name());
        }
    }

    private static Map<String, String> sections() throws IOException {
        Map<String, String> sections = new LinkedHashMap<>();
        String[] parts = Files.readString(PAGE).split("(?m)^## ");
        for (String part : Arrays.asList(parts).subList(1, parts.length)) {
            int end = part.indexOf('\n');
            sections.put(part.substring(0, end), part.substring(end));
        }
        return sections;
    }
}
