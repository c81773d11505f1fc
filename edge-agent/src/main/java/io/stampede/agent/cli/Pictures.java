package io.stampede.agent.cli;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.ImageSources;
import io.stampede.core.data.PictureFile;
import io.stampede.core.data.Sampling;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.data.Split;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Gets the pictures that arguments name. */
final class Pictures {
    private Pictures() {}

    /**
     * The pictures of a source to learn from.
     *
     * @param count number to choose, the same of every class as far as possible; all where absent
     */
    static ImageDataset toLearnFrom(String source, OptionalInt count, long seed) {
        ImageDataset all = ImageSources.open(SourceSpec.parse(source)).load(Split.TRAIN);
        return count.isEmpty() ? all : all.select(Sampling.balanced(all, count.getAsInt(), seed));
    }

    /** Whether an argument is a source and not the path of a picture. */
    static boolean isSource(String argument) {
        return argument.indexOf(':') > 1 && !isFile(argument);
    }

    /** Picture files in their order, all with label 0 of one unnamed class. */
    static ImageDataset ofFiles(List<String> files) {
        byte[] pixels = new byte[Math.multiplyExact(files.size(), ImageDataset.IMAGE_BYTES)];
        for (int i = 0; i < files.size(); i++) {
            byte[] picture = PictureFile.read(path(files.get(i)));
            System.arraycopy(
                    picture, 0, pixels, i * ImageDataset.IMAGE_BYTES, ImageDataset.IMAGE_BYTES);
        }
        return new ImageDataset(pixels, new int[files.size()], List.of("unknown"));
    }

    /** Names of the pictures of a source: their numbers. */
    static List<String> numbered(String source, int count) {
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(source + "#" + i);
        }
        return names;
    }

    private static boolean isFile(String argument) {
        try {
            return Files.isRegularFile(Path.of(argument));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static Path path(String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT, "expected a path, found '" + file + "'", e);
        }
    }
}
