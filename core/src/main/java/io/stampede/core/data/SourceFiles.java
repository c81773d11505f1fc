package io.stampede.core.data;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the files of a split: a file stands for itself, a directory is searched by name. */
final class SourceFiles {
    private static final char UNREAD = '\ufffd'; // what a decoder puts for bytes it does not know

    private SourceFiles() {}

    /**
     * All files, in the order of their names, that match the first pattern which any file matches.
     *
     * @param patterns file name patterns as of {@link Files#newDirectoryStream(Path, String)}
     */
    static List<Path> find(Path path, Split split, List<String> patterns) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        for (String pattern : patterns) {
            List<Path> found = list(path, pattern).stream().filter(Files::isRegularFile).toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        throw DataFault.unreadable(
                path,
                "expected a file %s for the %s split, found none"
                        .formatted(String.join(" or ", patterns), split.lowerCase()));
    }

    /** Like {@link #find}, where only one file makes sense. */
    static Path findOne(Path path, Split split, List<String> patterns) {
        List<Path> found = withoutPackedTwins(find(path, split, patterns));
        if (found.size() > 1) {
            throw DataFault.unreadable(
                    path,
                    "expected one file for the %s split, found %s; name the file itself"
                            .formatted(
                                    split.lowerCase(),
                                    found.stream().map(Path::getFileName).toList()));
        }
        return found.get(0);
    }

    /** Everything in a directory that matches and is not hidden, in the order of names. */
    static List<Path> list(Path directory, String pattern) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, pattern)) {
            for (Path entry : entries) {
                if (!entry.getFileName().toString().startsWith(".")) {
                    found.add(entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw DataFault.notRead(directory, e.getCause());
        } catch (IOException e) {
            throw DataFault.notRead(directory, e);
        }
        found.sort(Comparator.comparing(SourceFiles::name));
        return found;
    }

    /**
     * The name of a file in UTF-8, whatever the locale of the process: services and devices often
     * have none, and Java then reads every letter beyond ASCII as the same one.
     */
    static String name(Path path) {
        String name = path.getFileName().toString();
        if (name.indexOf(UNREAD) < 0) {
            return name;
        }
        String[] steps = path.toUri().getPath().split("/"); // it has the bytes of the disk
        return steps[steps.length - 1];
    }

    static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw DataFault.notRead(file, e);
        }
    }

    private static List<Path> withoutPackedTwins(List<Path> files) {
        return files.stream()
                .filter(file -> !isPacked(file) || !files.contains(unpacked(file)))
                .toList();
    }

    static boolean isPacked(Path file) {
        return file.getFileName().toString().endsWith(".gz");
    }

    private static Path unpacked(Path packed) {
        String name = packed.getFileName().toString();
        return packed.resolveSibling(name.substring(0, name.length() - ".gz".length()));
    }
}
