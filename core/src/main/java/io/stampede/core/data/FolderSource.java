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
 * A folder of JPEG and PNG files for each class; classes and files go by the order of their names.
 *
 * <p>Where the directory has a {@code train} or {@code test} folder, and beside them nothing but a
 * {@code val} folder, each split has its own; the classes are those of {@code train}. Else every
 * folder is a class and either split gives all pictures. Hidden files are passed over, and so are
 * files that do not claim to be pictures.
 */
final class FolderSource implements ImageSource {
    private static final Set<String> SPLIT_FOLDERS = Set.of("train", "test", "val");
    private static final Pattern PICTURE = Pattern.compile("(png|jpe?g)");
    private static final Pattern OTHER_PICTURE =
            Pattern.compile("(gif|bmp|tiff?|webp|ppm|pgm|heic|avif|jp2)");

    private final Path path;

    FolderSource(Path path) {
        this.path = path;
    }

    @Override
    public ImageDataset load(Split split) {
        boolean splits = isSplit();
        Path directory = splits ? path.resolve(split.lowerCase()) : path;
        if (!Files.isDirectory(directory)) {
            throw DataFault.unreadable(
                    path,
                    "expected a folder '%s' for that split, found none"
                            .formatted(split.lowerCase()));
        }
        Map<String, List<Path>> pictures = pictures(directory);
        List<String> classes = List.copyOf(pictures.keySet());
        boolean measures = splits && split == Split.TEST;
        if (!measures) {
            refuseEmptyClass(directory, pictures);
        }
        if (measures && Files.isDirectory(path.resolve("train"))) {
            classes = knownClasses(directory, classes);
        }
        ImageDataset data = read(directory, pictures, classes);
        return measures ? data : DatasetCheck.requireTrainable(data);
    }

    private boolean isSplit() {
        List<String> folders = folders(path).stream().map(FolderSource::name).toList();
        return (folders.contains("train") || folders.contains("test"))
                && SPLIT_FOLDERS.containsAll(folders);
    }

    private static void refuseEmptyClass(Path directory, Map<String, List<Path>> pictures) {
        boolean any = pictures.values().stream().anyMatch(files -> !files.isEmpty());
        pictures.forEach(
                (name, files) -> {
                    if (any && files.isEmpty()) {
                        throw DataFault.unsuitable(
                                directory.resolve(name),
                                "expected at least %d JPEG or PNG pictures of the class, found none"
                                        .formatted(DatasetCheck.MIN_PICTURES));
                    }
                });
    }

    private List<String> knownClasses(Path directory, List<String> found) {
        List<String> known =
                folders(path.resolve("train")).stream().map(FolderSource::name).toList();
        for (String name : found) {
            if (!known.contains(name)) {
                throw DataFault.unsuitable(
                        directory.resolve(name),
                        "expected one of the %d classes in 'train', found another"
                                .formatted(known.size()));
            }
        }
        return known;
    }

    private static Map<String, List<Path>> pictures(Path directory) {
        Map<String, List<Path>> pictures = new TreeMap<>();
        for (Path folder : folders(directory)) {
            List<Path> files = new ArrayList<>();
            for (Path file : SourceFiles.list(folder, "*")) {
                if (isPicture(file)) {
                    files.add(file);
                }
            }
            pictures.put(name(folder), files);
        }
        if (pictures.isEmpty()) {
            throw DataFault.unreadable(directory, "expected a folder for each class, found none");
        }
        return pictures;
    }

    private static boolean isPicture(Path file) {
        String name = name(file);
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (OTHER_PICTURE.matcher(extension).matches()) {
            throw DataFault.unreadable(
                    file, "expected JPEG or PNG, found %s; convert it".formatted(extension));
        }
        return PICTURE.matcher(extension).matches() && Files.isRegularFile(file);
    }

    private static ImageDataset read(
            Path directory, Map<String, List<Path>> pictures, List<String> classes) {
        int count = pictures.values().stream().mapToInt(List::size).sum();
        PictureBuffer buffer = PictureBuffer.of(count, directory);
        for (Map.Entry<String, List<Path>> entry : pictures.entrySet()) {
            for (Path file : entry.getValue()) {
                PictureFile.read(file, buffer.pixels(), buffer.offset());
                buffer.endPicture(classes.indexOf(entry.getKey()));
            }
        }
        return buffer.toDataset(classes);
    }

    private static List<Path> folders(Path directory) {
        return SourceFiles.list(directory, "*").stream().filter(Files::isDirectory).toList();
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }
}
