package io.stampede.core.data;

import java.util.List;

/**
 * The two binary layouts of CIFAR: label bytes, then red, green and blue plane, no header.
 *
 * <p>See <a href="https://www.cs.toronto.edu/~kriz/cifar.html">the page of CIFAR</a>.
 */
enum CifarLayout {
    /** One label byte; ten classes unless names of more stand beside the file. */
    CIFAR10(
            1,
            10,
            List.of("data_batch_*.bin", "train.bin", "train*.bin"),
            List.of("test_batch.bin", "test.bin", "test*.bin"),
            List.of("batches.meta.txt", "classes.txt")),
    /** Coarse byte below 20, then the fine byte below 100, which is the label. */
    CIFAR100(
            2,
            100,
            List.of("train.bin", "train*.bin"),
            List.of("test.bin", "test*.bin"),
            List.of("fine_label_names.txt", "classes.txt"));

    /** Coarse classes of CIFAR-100. */
    static final int COARSE_CLASSES = 20;

    private final int labelBytes;
    private final int classes;
    // immutable lists, of List.of
    private final List<String> trainFiles;
    private final List<String> testFiles;
    private final List<String> nameFiles;

    CifarLayout(
            int labelBytes,
            int classes,
            List<String> trainFiles,
            List<String> testFiles,
            List<String> nameFiles) {
        this.labelBytes = labelBytes;
        this.classes = classes;
        this.trainFiles = trainFiles;
        this.testFiles = testFiles;
        this.nameFiles = nameFiles;
    }

    int labelBytes() {
        return labelBytes;
    }

    int recordBytes() {
        return labelBytes + ImageDataset.IMAGE_BYTES;
    }

    int classes() {
        return classes;
    }

    List<String> files(Split split) {
        return split == Split.TRAIN ? trainFiles : testFiles;
    }

    List<String> nameFiles() {
        return nameFiles;
    }
}
