package io.stampede.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Class names beyond ASCII in processes that have no locale, as a service has none. */
@EnabledOnOs(OS.LINUX)
class FolderNamesTest {
    /** Cat, dog and large, made by a shell: the locale of this process may not know them either. */
    private static final String MAKE =
            "for name in '\\347\\214\\253' '\\347\\213\\227' 'Gr\\303\\266\\303\\237e'; do"
                    + " mkdir \"$(printf \"$name\")\" && cp 1.png 2.png \"$(printf \"$name\")\"; done"
                    + " && rm 1.png 2.png";

    @TempDir private Path directory;

    @Test
    void are_what_they_are_on_the_disk_whatever_the_locale() throws Exception {
        // Given
        for (String file : List.of("1.png", "2.png")) {
            Files.createFile(directory.resolve(file));
        }
        run(List.of("sh", "-c", MAKE), "C");
        List<String> java =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FolderNamesTest.class.getName(),
                        directory.toString());

        // When
        String withLocale = run(java, "C.UTF-8");
        String without = run(java, "C");

        // Then
        assertEquals("47 72 f6 df 65: 2\n72d7: 2\n732b: 2\n", withLocale);
        assertEquals(withLocale, without);
    }

    /** Prints the letters of each class and its number of pictures. */
    public static void main(String[] arguments) {
        PictureFolders.byClass(Path.of(arguments[0]))
                .forEach(
                        (name, files) ->
                                System.out.print(
                                        name.chars()
                                                        .mapToObj(Integer::toHexString)
                                                        .collect(Collectors.joining(" "))
                                                + ": "
                                                + files.size()
                                                + "\n"));
    }

    private String run(List<String> command, String locale) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(new ArrayList<>(command))
                        .directory(directory.toFile())
                        .redirectErrorStream(true);
        builder.environment().put("LC_ALL", locale);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
