package io.stampede.core.data;

import io.stampede.core.StampedeException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;

/**
 * SVHN's cropped digits: a MATLAB level 5 file with {@code X}, {@code [32, 32, 3, n]} of row,
 * column, colour, picture in column-major order, and {@code y}, {@code [n]}, in which 10 is digit
 * 0.
 */
final class SvhnSource implements ImageSource {
    private static final int SIDE = SquareResampler.SIDE;
    private static final int DIGITS = 10;

    private final Path path;

    SvhnSource(Path path) {
        this.path = path;
    }

    @Override
    public ImageDataset load(Split split) {
        List<String> patterns =
                split == Split.TRAIN
                        ? List.of("train_32x32.mat", "train*.mat")
                        : List.of("test_32x32.mat", "test*.mat");
        Path file = SourceFiles.findOne(path, split, patterns);
        MatVariables variables = MatVariables.read(file, Set.of("X", "y"));
        try {
            return pictures(variables, file);
        } catch (StampedeException e) {
            throw e;
        } catch (RuntimeException e) {
            // The library looks at some types only when their values are asked for.
            throw DataFault.unreadable(file, "is a damaged MATLAB file: " + e.getMessage(), e);
        }
    }

    private static ImageDataset pictures(MatVariables variables, Path file) {
        Matrix x = variables.matrix("X");
        Matrix y = variables.matrix("y");
        int count = count(x, file);
        if (y.getNumElements() != count) {
            throw DataFault.unreadable(
                    file,
                    "expected as many labels as pictures (%d), found %d"
                            .formatted(count, y.getNumElements()));
        }
        PictureBuffer pictures = PictureBuffer.of(count, file);
        for (int picture = 0; picture < count; picture++) {
            copy(x, picture, pictures);
            pictures.endPicture(digit(y.getDouble(picture), picture, file));
        }
        return pictures.toDataset(LabelNames.numbered(DIGITS));
    }

    /** MATLAB leaves the last dimension away where it is 1. */
    private static int count(Matrix x, Path file) {
        int[] dimensions = x.getDimensions();
        boolean fits =
                x.getType() == MatlabType.UInt8
                        && (dimensions.length == 3 || dimensions.length == 4)
                        && dimensions[0] == SIDE
                        && dimensions[1] == SIDE
                        && dimensions[2] == 3;
        if (!fits) {
            throw DataFault.unreadable(
                    file,
                    "expected X of uint8 [32, 32, 3, n], found %s %s"
                            .formatted(x.getType(), Arrays.toString(dimensions)));
        }
        return dimensions.length == 3 ? 1 : dimensions[3];
    }

    private static void copy(Matrix x, int picture, PictureBuffer pictures) {
        byte[] pixels = pictures.pixels();
        int source = picture * ImageDataset.IMAGE_BYTES;
        for (int channel = 0; channel < 3; channel++) {
            int plane = pictures.offset() + channel * SIDE * SIDE;
            for (int column = 0; column < SIDE; column++) {
                for (int row = 0; row < SIDE; row++) {
                    pixels[plane + row * SIDE + column] = x.getByte(source++);
                }
            }
        }
    }

    private static int digit(double label, int picture, Path file) {
        if (!(label >= 1 && label <= DIGITS && label == Math.rint(label))) {
            throw DataFault.unreadable(
                    file,
                    "expected labels 1 to 10, found %s at picture %d".formatted(label, picture));
        }
        return (int) label % DIGITS;
    }
}
