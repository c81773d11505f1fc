package io.stampede.core.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Names of classes, from a text file beside the pictures or counted from 0.
 *
 * <p>Such a file has a name a line, as CIFAR's {@code batches.meta.txt}, or a line of label, tab,
 * name and anything else behind another tab. Empty lines do not count.
 */
final class LabelNames {
    private static final long MAX_FILE_BYTES = 1 << 20;

    private LabelNames() {}

    /** {@code "0"}, {@code "1"}, ... for so many classes. */
    static List<String> numbered(int classes) {
        return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }

    /**
     * The names in the first of the files that is there; none where no such file is.
     *
     * @param pictures the file of pictures beside which to look
     */
    static List<String> beside(Path pictures, List<String> fileNames) {
        for (String fileName : fileNames) {
            Path file = pictures.resolveSibling(fileName);
            if (Files.isRegularFile(file)) {
                return read(file);
            }
        }
        return List.of();
    }

    private static List<String> read(Path file) {
        long sizeBytes = SourceFiles.size(file);
        if (sizeBytes > MAX_FILE_BYTES) {
            throw DataFault.unreadable(
                    file,
                    "expected names of classes in at most %d bytes, found %d"
                            .formatted(MAX_FILE_BYTES, sizeBytes));
        }
        List<String> names = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    names.add(name(line));
                }
            }
        } catch (IOException e) {
            throw DataFault.notRead(file, e);
        }
        return names;
    }

    private static String name(String line) {
        String[] columns = line.split("\t", 3);
        return (columns.length > 1 ? columns[1] : line).strip();
    }
}
