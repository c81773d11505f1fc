package io.stampede.bench.demo;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.ImageSources;
import io.stampede.core.data.Partition;
import io.stampede.core.data.PictureFolders;
import io.stampede.core.data.Sampling;
import io.stampede.core.data.SourceKind;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A folder of somebody's own pictures that has no test split: a fifth of each class becomes one, by
 * seed.
 *
 * <p>The device must never see that fifth, so it is given a folder of links to the others.
 */
final class CutFolder {
    private static final double TEST_SHARE = 0.2;

    private final Map<String, List<Path>> files;
    private final ImageDataset all;
    private final int[] training;
    private final int[] test;

    private CutFolder(Map<String, List<Path>> files, ImageDataset all, Partition partition) {
        this.files = files;
        this.all = all;
        // In the order in which the device will read its links, so that both choose the same.
        this.training = Arrays.stream(partition.training()).sorted().toArray();
        this.test = Arrays.stream(partition.heldOut()).sorted().toArray();
    }

    /** Whether a source is a folder without a test split. */
    static boolean isNeeded(SourceSpec source) {
        if (source.kind() != SourceKind.FOLDER) {
            return false;
        }
        Path folder = Path.of(source.path());
        // Whatever is wrong with it is said by the source.
        return Files.isDirectory(folder)
                && !(PictureFolders.hasSplits(folder)
                        && Files.isDirectory(PictureFolders.of(folder, Split.TEST)));
    }

    /** Reads the pictures and cuts; the same folder and seed give the same. */
    static CutFolder read(SourceSpec source, long seed) {
        ImageDataset all = ImageSources.open(source).load(Split.TRAIN);
        Path folder = PictureFolders.of(Path.of(source.path()), Split.TRAIN);
        return new CutFolder(
                PictureFolders.byClass(folder), all, Sampling.holdOut(all, TEST_SHARE, seed));
    }

    /** What the device may see. */
    ImageDataset training() {
        return all.select(training);
    }

    /** What judges. */
    ImageDataset test() {
        return all.select(test);
    }

    /**
     * Makes a folder of links to the pictures that the device may see.
     *
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED}
     */
    SourceSpec lay(Path directory) {
        try {
            int index = 0;
            for (Map.Entry<String, List<Path>> pictures : files.entrySet()) {
                Path folder = Files.createDirectories(directory.resolve(pictures.getKey()));
                for (Path picture : pictures.getValue()) {
                    if (Arrays.binarySearch(training, index++) >= 0) {
                        link(folder.resolve(picture.getFileName()), picture.toAbsolutePath());
                    }
                }
            }
            return new SourceSpec(SourceKind.FOLDER, directory.toString());
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "expected to write links to pictures into %s, found %s".formatted(directory, e),
                    e);
        }
    }

    private static void link(Path link, Path picture) throws IOException {
        try {
            Files.createSymbolicLink(link, picture);
        } catch (UnsupportedOperationException e) {
            Files.copy(picture, link);
        }
    }
}
