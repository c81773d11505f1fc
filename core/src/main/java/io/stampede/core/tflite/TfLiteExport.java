package io.stampede.core.tflite;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.model.SubnetworkHeader;

/**
 * Turns a subnetwork into the bytes of a .tflite file for one picture.
 *
 * <p>Input {@code [1, 32, 32, 3]} float32, pixel by pixel, normalised as {@link PictureInput} does;
 * output {@code [1, classes]} float32, logits. The file's description says so too.
 */
public final class TfLiteExport {
    private TfLiteExport() {}

    /**
     * Exports a subnetwork; the same file, precision and pictures give the same bytes.
     *
     * @param calibration pictures like those to come, looked at for {@link Precision#INT8} alone
     * @throws StampedeException {@code INVALID_ARGUMENT} for int8 without pictures, {@code
     *     MODEL_CORRUPT} where the weights are not finite
     */
    public static byte[] bytes(
            SubnetworkFile subnetwork, Precision precision, ImageDataset calibration) {
        SubnetworkHeader header = subnetwork.header();
        FoldedNetwork network = FoldedNetwork.of(header.network(), subnetwork::floats);
        return ModelWriter.write(
                network,
                form(network, header, precision, calibration),
                ExportedFile.description(header, precision));
    }

    private static NumberForm form(
            FoldedNetwork network,
            SubnetworkHeader header,
            Precision precision,
            ImageDataset calibration) {
        if (precision != Precision.INT8) {
            return new FloatForm(precision == Precision.FLOAT16);
        }
        if (calibration.size() == 0) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected pictures to calibrate int8 with, found none");
        }
        PictureInput input = new PictureInput(new Normalization(header.mean(), header.std()));
        return new IntegerForm(Calibration.ranges(network, input, calibration));
    }
}
