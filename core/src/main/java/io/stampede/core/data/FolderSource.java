package io.stampede.core.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A folder of JPEG and PNG files for each class; classes and files go by the order of their names.
 *
 * <p>Where the directory has a {@code train} or {@code test} folder, and beside them nothing but a
 * {@code val} folder, each split has its own; the classes are those of {@code train}. Else every
 * folder is a class and either split gives all pictures. Hidden files are passed over, and so are
 * files that do not claim to be pictures.
 */
final class FolderSource implements ImageSource {
    private final Path path;

    FolderSource(Path path) {
        this.path = path;
    }

    @Override
    public ImageDataset load(Split split) {
        boolean splits = PictureFolders.hasSplits(path);
        Path directory = PictureFolders.of(path, split);
        if (!Files.isDirectory(directory)) {
            throw DataFault.unreadable(
                    path,
                    "expected a folder '%s' for that split, found none"
                            .formatted(split.lowerCase()));
        }
        Map<String, List<Path>> pictures = PictureFolders.byClass(directory);
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

    private static void refuseEmptyClass(Path directory, Map<String, List<Path>> pictures) {
        boolean any = pictures.values().stream().anyMatch(files -> !files.isEmpty());
        pictures.forEach(
                (name, files) -> {
                    if (any && files.isEmpty()) {
                        throw DataFault.unsuitable(
                                directory,
                                "expected at least %d JPEG or PNG pictures of class '%s', found none"
                                        .formatted(DatasetCheck.MIN_PICTURES, name));
                    }
                });
    }

    private List<String> knownClasses(Path directory, List<String> found) {
        List<String> known =
                PictureFolders.folders(path.resolve("train")).stream()
                        .map(SourceFiles::name)
                        .toList();
        for (String name : found) {
            if (!known.contains(name)) {
                throw DataFault.unsuitable(
                        directory,
                        "expected the %d classes in 'train' and no other, found '%s'"
                                .formatted(known.size(), name));
            }
        }
        return known;
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
}
