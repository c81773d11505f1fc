package io.stampede.core.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Grey pictures in MNIST's layout, each repeated in red, green and blue.
 *
 * <p>Pictures of 28 to 32 pixels a side keep their pixels and get a black frame; others are cropped
 * to the square in their middle and resampled. The labels stand in a file of the same name with
 * {@code labels} for {@code images} and {@code idx1} for {@code idx3}.
 */
final class IdxSource implements ImageSource {
    private static final List<String> TRAIN_FILES = List.of("*train*images*idx3*");
    private static final List<String> TEST_FILES =
            List.of("*t10k*images*idx3*", "*test*images*idx3*");
    private static final int SIDE = SquareResampler.SIDE;
    private static final int MIN_FRAMED_SIDE = 28;
    private static final int DIGITS = 10;

    private final Path path;

    IdxSource(Path path) {
        this.path = path;
    }

    @Override
    public ImageDataset load(Split split) {
        Path pictureFile =
                SourceFiles.findOne(path, split, split == Split.TRAIN ? TRAIN_FILES : TEST_FILES);
        IdxFile images = new IdxFile(pictureFile, 3);
        IdxFile labels = new IdxFile(labelFile(pictureFile), 1);
        int count = images.header().count();
        if (labels.header().count() != count) {
            throw DataFault.unreadable(
                    pictureFile,
                    "expected as many labels as pictures (%d), found %d"
                            .formatted(count, labels.header().count()));
        }
        PictureBuffer pictures = PictureBuffer.of(count, pictureFile);
        byte[] labelBytes = new byte[count];
        labels.readBody(body -> body.readFully(labelBytes));
        images.readBody(body -> read(body, images.header(), labelBytes, pictures));
        return pictures.toDataset(labelNames(pictureFile, pictures.maxLabel()));
    }

    private static Path labelFile(Path pictureFile) {
        String name = pictureFile.getFileName().toString();
        String labelName = name.replace("images", "labels").replace("idx3", "idx1");
        if (labelName.equals(name)) {
            throw DataFault.unreadable(
                    pictureFile,
                    "expected a name with 'images' and 'idx3', by which to find the labels");
        }
        Path labels = pictureFile.resolveSibling(labelName);
        Path twin =
                pictureFile.resolveSibling(
                        SourceFiles.isPacked(labels)
                                ? labelName.substring(0, labelName.length() - 3)
                                : labelName + ".gz");
        for (Path candidate : List.of(labels, twin)) {
            if (Files.isRegularFile(candidate)) {
                return candidate;
            }
        }
        throw DataFault.unreadable(
                pictureFile, "expected its labels in %s, found none".formatted(labels));
    }

    private static List<String> labelNames(Path pictureFile, int maxLabel) {
        List<String> names = LabelNames.beside(pictureFile, List.of("classes.txt"));
        return names.size() > maxLabel && names.size() <= 256
                ? names
                : LabelNames.numbered(Math.max(DIGITS, maxLabel + 1));
    }

    private static void read(
            DataInputStream in, IdxHeader header, byte[] labels, PictureBuffer pictures)
            throws IOException {
        byte[] grey = new byte[header.rows() * header.columns()];
        SquareResampler resampler = new SquareResampler(Math.min(header.rows(), header.columns()));
        for (byte label : labels) {
            in.readFully(grey);
            if (isFramed(header)) {
                frame(grey, header, pictures);
            } else {
                resample(grey, header, resampler, pictures);
            }
            pictures.endPicture(label & 0xFF);
        }
    }

    private static boolean isFramed(IdxHeader header) {
        return Math.min(header.rows(), header.columns()) >= MIN_FRAMED_SIDE
                && Math.max(header.rows(), header.columns()) <= SIDE;
    }

    private static void frame(byte[] grey, IdxHeader header, PictureBuffer pictures) {
        int top = (SIDE - header.rows()) / 2;
        int left = (SIDE - header.columns()) / 2;
        for (int channel = 0; channel < 3; channel++) {
            for (int row = 0; row < header.rows(); row++) {
                int target = pictures.offset() + (channel * SIDE + top + row) * SIDE + left;
                System.arraycopy(
                        grey, row * header.columns(), pictures.pixels(), target, header.columns());
            }
        }
    }

    private static void resample(
            byte[] grey, IdxHeader header, SquareResampler resampler, PictureBuffer pictures) {
        int side = resampler.side();
        int top = (header.rows() - side) / 2;
        int left = (header.columns() - side) / 2;
        int[] row = new int[3 * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int value = grey[(top + y) * header.columns() + left + x] & 0xFF;
                Arrays.fill(row, 3 * x, 3 * x + 3, value);
            }
            resampler.addRow(y, row);
        }
        resampler.finish(pictures.pixels(), pictures.offset());
    }
}
