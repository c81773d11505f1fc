package io.stampede.agent.export;

import io.stampede.agent.serve.Predictor;
import io.stampede.agent.serve.Predictors;
import io.stampede.agent.serve.TfLitePlatform;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.tflite.Precision;
import io.stampede.core.tflite.TfLiteExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Times single pictures on one thread, PyTorch beside TensorFlow Lite in every precision.
 *
 * <p>A time is that of a whole prediction, from the picture's bytes to its logits. The engines take
 * turns, so that what else the machine does meets all of them.
 */
public final class LatencyBench {
    private static final int ROUNDS = 10;
    private static final int WARM_UP_PICTURES = 100;

    /** Read by PyTorch's engine when it is loaded. */
    private static final String PYTORCH_THREADS = "ai.djl.pytorch.num_threads";

    private LatencyBench() {}

    /**
     * One engine's figures.
     *
     * @param engine as {@link Predictor#engine()} says
     * @param fileBytes length of the file that it loads
     * @param medianMillis half of all pictures took at most so long
     * @param p95Millis 95 of 100 pictures took at most so long
     */
    public record Latency(String engine, long fileBytes, double medianMillis, double p95Millis) {}

    private record Contestant(Predictor predictor, long fileBytes, List<Long> nanos) {
        Latency latency() {
            List<Long> sorted = nanos.stream().sorted().toList();
            return new Latency(
                    predictor.engine(),
                    fileBytes,
                    sorted.get(sorted.size() / 2) / 1e6,
                    sorted.get(sorted.size() * 95 / 100) / 1e6);
        }
    }

    /**
     * Times a subnetwork; PyTorch comes first. Must be the first user of PyTorch in its process.
     *
     * @param model directory of a subnetwork; nothing in it is changed
     * @param pictures what is shown, again and again; int8 is calibrated with them
     * @param count pictures to time with each engine, at least 20
     */
    public static List<Latency> run(Path model, ImageDataset pictures, int count) {
        if (count < 20 || pictures.size() == 0) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected at least 20 times of at least 1 picture, found %d of %d"
                            .formatted(count, pictures.size()));
        }
        System.setProperty(PYTORCH_THREADS, "1");
        List<Contestant> contestants = new ArrayList<>();
        Path directory = temporary();
        try {
            contestants.add(pyTorch(model));
            if (TfLitePlatform.isSupported()) {
                for (Precision precision : Precision.values()) {
                    contestants.add(tfLite(directory, model, precision, pictures));
                }
            }
            time(contestants, pictures, count);
            return contestants.stream().map(Contestant::latency).toList();
        } finally {
            contestants.forEach(contestant -> contestant.predictor().close());
            remove(directory);
        }
    }

    private static void time(List<Contestant> contestants, ImageDataset pictures, int count) {
        for (Contestant contestant : contestants) {
            for (int i = 0; i < WARM_UP_PICTURES; i++) {
                show(contestant, pictures, i);
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Contestant contestant : contestants) {
                for (int i = round * count / ROUNDS; i < (round + 1) * count / ROUNDS; i++) {
                    contestant.nanos().add(show(contestant, pictures, i));
                }
            }
        }
    }

    private static long show(Contestant contestant, ImageDataset pictures, int number) {
        ImageDataset picture = pictures.select(new int[] {number % pictures.size()});
        long start = System.nanoTime();
        float[][] logits = contestant.predictor().logits(picture);
        long nanos = System.nanoTime() - start;
        if (logits.length != 1) {
            throw new IllegalStateException("expected one answer, found " + logits.length);
        }
        return nanos;
    }

    private static Contestant pyTorch(Path model) {
        return new Contestant(
                Predictors.pyTorch(model), size(Predictors.subnetwork(model)), new ArrayList<>());
    }

    private static Contestant tfLite(
            Path directory, Path model, Precision precision, ImageDataset pictures) {
        Path file = directory.resolve(precision.id() + ".tflite");
        try (SubnetworkFile subnetwork = SubnetworkFile.open(Predictors.subnetwork(model))) {
            Files.write(file, TfLiteExport.bytes(subnetwork, precision, pictures));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
        return new Contestant(Predictors.tfLite(file, model), size(file), new ArrayList<>());
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.MODEL_UNREADABLE, "expected to read " + file + ", found " + e, e);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("stampede-bench");
        } catch (IOException e) {
            throw unwritable(Path.of(System.getProperty("java.io.tmpdir")), e);
        }
    }

    private static void remove(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
    }

    private static StampedeException unwritable(Path path, IOException cause) {
        return new StampedeException(
                ErrorCode.STORAGE_FAILED, "expected to write %s: %s".formatted(path, cause), cause);
    }
}
