package io.stampede.agent.doctor;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Are the C and C++ libraries new enough for the engine's natives? Said before they are loaded. */
public final class CLibrary implements Check {
    private static final String NAME = "c_library";

    /** What libtorch 2.7.1 for the CPU asks for. */
    private static final int[] GLIBC = {2, 29};

    private static final int[] GLIBCXX = {3, 4, 26};

    private static final List<String> PLACES =
            List.of(
                    "/usr/lib/x86_64-linux-gnu",
                    "/lib/x86_64-linux-gnu",
                    "/usr/lib/aarch64-linux-gnu",
                    "/lib/aarch64-linux-gnu",
                    "/usr/lib64",
                    "/lib64",
                    "/usr/lib",
                    "/lib");

    @Override
    public List<Finding> look() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return List.of(Finding.fine(NAME, "not needed on this system"));
        }
        return List.of(glibc(library("libc.so.6")), libstdcxx(library("libstdc++.so.6")));
    }

    static Finding glibc(Optional<Path> library) {
        if (library.isEmpty()) {
            return Finding.problem(
                    NAME,
                    "found no glibc: this system has another C library, perhaps musl",
                    "use a system with glibc 2.29 or newer, such as Debian 11 or its container");
        }
        String version =
                newest(library.get(), Pattern.compile("GNU C Library[^\\n]* version ([0-9.]+)"));
        return judge("glibc", version, GLIBC, "Debian 11, Ubuntu 20.04 or newer");
    }

    static Finding libstdcxx(Optional<Path> library) {
        if (library.isEmpty()) {
            return Finding.problem(
                    NAME,
                    "found no libstdc++.so.6",
                    "install the package libstdc++6 (libstdc++ on Red Hat systems)");
        }
        String version = newest(library.get(), Pattern.compile("GLIBCXX_([0-9]+(?:\\.[0-9]+)+)"));
        return judge("GLIBCXX", version, GLIBCXX, "libstdc++6 of GCC 9 or newer");
    }

    private static Finding judge(String what, String found, int[] needed, String fix) {
        String wanted = text(needed);
        if (found.isEmpty()) {
            return Finding.warning(
                    NAME,
                    "the version of %s could not be read".formatted(what),
                    "make sure that it is %s or newer: %s".formatted(wanted, fix));
        }
        return compare(parse(found), needed) >= 0
                ? Finding.fine(NAME, "%s %s, %s is needed".formatted(what, found, wanted))
                : Finding.problem(
                        NAME,
                        "%s %s is older than %s".formatted(what, found, wanted),
                        "install " + fix);
    }

    private static Optional<Path> library(String name) {
        return PLACES.stream()
                .map(place -> Path.of(place, name))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** The highest version that a file's text names, empty for none; reads piece by piece. */
    static String newest(Path file, Pattern pattern) {
        String newest = "";
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            byte[] piece = new byte[256 * 1024];
            String rest = "";
            for (int count = in.read(piece); count > 0; count = in.read(piece)) {
                String text = rest + new String(piece, 0, count, StandardCharsets.ISO_8859_1);
                Matcher matcher = pattern.matcher(text);
                while (matcher.find()) {
                    String version = matcher.group(1).replaceAll("\\.+$", "");
                    newest = compare(parse(version), parse(newest)) > 0 ? version : newest;
                }
                rest = text.substring(Math.max(0, text.length() - 200));
            }
        } catch (IOException e) {
            return "";
        }
        return newest;
    }

    private static int[] parse(String version) {
        if (version.isEmpty()) {
            return new int[0];
        }
        String[] parts = version.split("\\.");
        int[] numbers = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            numbers[i] = parts[i].length() > 6 ? 0 : Integer.parseInt(parts[i]);
        }
        return numbers;
    }

    private static int compare(int[] one, int[] other) {
        return Arrays.compare(one, other);
    }

    private static String text(int[] version) {
        StringBuilder text = new StringBuilder();
        for (int number : version) {
            text.append(text.length() == 0 ? "" : ".").append(number);
        }
        return text.toString();
    }
}
