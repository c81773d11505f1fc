package io.stampede.bench.experiment.report;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.model.WholeFile;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * Writes a chart as SVG and as PNG.
 *
 * <p>Painted here and not by XChart's encoders, whose classes want libraries for PDF and GIF.
 */
final class ChartFile {
    private ChartFile() {}

    /**
     * Writes {@code <name>.svg} and {@code <name>.png}.
     *
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED}
     */
    static void write(Chart<?, ?> chart, Path directory, String name) {
        try {
            WholeFile.write(directory.resolve(name + ".svg"), svg(chart));
            WholeFile.write(directory.resolve(name + ".png"), png(chart));
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "expected to draw %s, found: %s".formatted(name, e),
                    e);
        }
    }

    private static byte[] svg(Chart<?, ?> chart) throws IOException {
        VectorGraphics2D graphics = new VectorGraphics2D();
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Processors.get("svg")
                .getDocument(
                        graphics.getCommands(), new PageSize(chart.getWidth(), chart.getHeight()))
                .writeTo(out);
        return out.toByteArray();
    }

    private static byte[] png(Chart<?, ?> chart) throws IOException {
        BufferedImage image =
                new BufferedImage(chart.getWidth(), chart.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            chart.paint(graphics, chart.getWidth(), chart.getHeight());
        } finally {
            graphics.dispose();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
