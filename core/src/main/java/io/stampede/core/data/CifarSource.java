package io.stampede.core.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Pictures in one of CIFAR's binary layouts; several files are taken in the order of names. */
final class CifarSource implements ImageSource {
    private final CifarLayout layout;
    private final Path path;

    CifarSource(CifarLayout layout, Path path) {
        this.layout = layout;
        this.path = path;
    }

    @Override
    public ImageDataset load(Split split) {
        List<Path> files = SourceFiles.find(path, split, layout.files(split));
        long records = 0;
        for (Path file : files) {
            records += records(file);
        }
        PictureBuffer pictures = PictureBuffer.of(records, path);
        List<String> names = LabelNames.beside(files.get(0), layout.nameFiles());
        int classes = classes(names);
        for (Path file : files) {
            read(file, records(file), classes, pictures);
        }
        boolean named = names.size() == classes && pictures.maxLabel() < classes;
        return pictures.toDataset(named ? names : LabelNames.numbered(classes));
    }

    private long records(Path file) {
        long sizeBytes = SourceFiles.size(file);
        int recordBytes = layout.recordBytes();
        if (sizeBytes == 0 || sizeBytes % recordBytes != 0) {
            throw DataFault.unreadable(
                    file,
                    "expected a length that is a multiple of %d bytes, found %d; is it %s?"
                            .formatted(recordBytes, sizeBytes, layout));
        }
        return sizeBytes / recordBytes;
    }

    /** CIFAR-100 has its 100 classes; the layout of CIFAR-10 serves other sets as well. */
    private int classes(List<String> names) {
        boolean named = layout == CifarLayout.CIFAR10 && names.size() > 1 && names.size() <= 256;
        return named ? names.size() : layout.classes();
    }

    private void read(Path file, long records, int classes, PictureBuffer pictures) {
        byte[] labels = new byte[layout.labelBytes()];
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            for (long record = 0; record < records; record++) {
                int read = in.readNBytes(labels, 0, labels.length);
                read +=
                        in.readNBytes(
                                pictures.pixels(), pictures.offset(), ImageDataset.IMAGE_BYTES);
                if (read != layout.recordBytes()) {
                    throw DataFault.unreadable(
                            file, "ended within record %d: it changed meanwhile".formatted(record));
                }
                pictures.endPicture(label(labels, classes, file, record));
            }
        } catch (IOException e) {
            throw DataFault.notRead(file, e);
        }
    }

    private int label(byte[] labels, int classes, Path file, long record) {
        if (layout == CifarLayout.CIFAR100) {
            checkLabel(labels[0], CifarLayout.COARSE_CLASSES, "coarse label", file, record);
        }
        return checkLabel(labels[labels.length - 1], classes, "label", file, record);
    }

    private int checkLabel(byte value, int classes, String what, Path file, long record) {
        int label = value & 0xFF;
        if (label >= classes) {
            throw DataFault.unreadable(
                    file,
                    "expected a %s of 0 to %d, found %d in record %d; is it %s?"
                            .formatted(what, classes - 1, label, record, layout));
        }
        return label;
    }
}
