package io.stampede.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The working copy that these tests run in. */
public final class Checkout {
    /** Maven runs tests in their module's folder. */
    public static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private Checkout() {}

    /** A file by its path from the root, with {@code /}. */
    public static Path file(String path) {
        return ROOT.resolve(path);
    }

    /** What stands in a file. */
    public static String text(String path) {
        try {
            return Files.readString(file(path));
        } catch (IOException e) {
            throw new UncheckedIOException("expected a file " + path, e);
        }
    }

    /** A property of the parent pom, or its version for {@code project.version}. */
    public static String pomProperty(String name) {
        String tag = name.equals("project.version") ? "version" : name;
        Matcher value =
                Pattern.compile("<" + Pattern.quote(tag) + ">([^<]+)</").matcher(text("pom.xml"));
        if (!value.find()) {
            throw new AssertionError("expected <" + tag + "> in pom.xml, found none");
        }
        return value.group(1);
    }
}
