package io.stampede.core.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where the picture files of a source of kind {@code folder} lie, in the order in which the source
 * gives them.
 */
public final class PictureFolders {
    private static final Set<String> SPLIT_FOLDERS = Set.of("train", "test", "val");
    private static final Pattern PICTURE = Pattern.compile("(png|jpe?g)");
    private static final Pattern OTHER_PICTURE =
            Pattern.compile("(gif|bmp|tiff?|webp|ppm|pgm|heic|avif|jp2)");

    private PictureFolders() {}

    /**
     * The folder that holds the classes of a split, which need not exist; where a source has no
     * splits, the source itself.
     */
    public static Path of(Path source, Split split) {
        return hasSplits(source) ? source.resolve(split.lowerCase()) : source;
    }

    /**
     * The picture files of each class, classes and files by their names.
     *
     * @param folder of the classes
     * @throws io.stampede.core.StampedeException {@code DATA_UNREADABLE} where there is no class or
     *     a picture in a format that is not read
     */
    public static Map<String, List<Path>> byClass(Path folder) {
        Map<String, List<Path>> pictures = new TreeMap<>();
        for (Path each : folders(folder)) {
            List<Path> files = new ArrayList<>();
            for (Path file : SourceFiles.list(each, "*")) {
                if (isPicture(file)) {
                    files.add(file);
                }
            }
            if (pictures.put(SourceFiles.name(each), files) != null) {
                throw DataFault.unreadable(
                        folder,
                        "expected names of folders that differ in UTF-8, found '%s' twice; rename one"
                                .formatted(SourceFiles.name(each)));
            }
        }
        if (pictures.isEmpty()) {
            throw DataFault.unreadable(folder, "expected a folder for each class, found none");
        }
        return pictures;
    }

    /** Whether a source has a folder for each split, and beside them nothing else. */
    public static boolean hasSplits(Path source) {
        List<String> folders = folders(source).stream().map(SourceFiles::name).toList();
        return (folders.contains("train") || folders.contains("test"))
                && SPLIT_FOLDERS.containsAll(folders);
    }

    static List<Path> folders(Path directory) {
        return SourceFiles.list(directory, "*").stream().filter(Files::isDirectory).toList();
    }

    private static boolean isPicture(Path file) {
        String name = SourceFiles.name(file);
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (OTHER_PICTURE.matcher(extension).matches()) {
            throw DataFault.unreadable(
                    file, "expected JPEG or PNG, found %s; convert it".formatted(extension));
        }
        return PICTURE.matcher(extension).matches() && Files.isRegularFile(file);
    }
}
