package io.stampede.core.data;

import io.stampede.core.StampedeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import us.hebi.matlab.mat.format.BufferAllocator;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Source;
import us.hebi.matlab.mat.types.Sources;

/** Reads numeric variables of a MATLAB level 5 file, and nothing else of it. */
final class MatVariables {
    private static final int SUBSYSTEM_OFFSET = 116;
    private static final int SUBSYSTEM_BYTES = 8;

    /** Deflate packs at most 1,032 to 1. */
    private static final long MAX_INFLATION = 1032;

    private final Path file;
    private final MatFile variables;

    private MatVariables(Path file, MatFile variables) {
        this.file = file;
        this.variables = variables;
    }

    /** Reads the variables of these names; checks all lengths before it allocates for them. */
    static MatVariables read(Path file, Set<String> names) {
        try {
            try (FileChannel channel = FileChannel.open(file)) {
                new MatOutline(channel, file).check();
            }
            try (InputStream in = Files.newInputStream(file);
                    Source source = Sources.wrapInputStream(withoutSubsystem(in), 1 << 16)) {
                Mat5File variables =
                        Mat5.newReader(source)
                                .setEntryFilter(entry -> names.contains(entry.getName()))
                                .setBufferAllocator(new Bounded(Files.size(file) * MAX_INFLATION))
                                .disableSubsystemProcessing()
                                .readMat();
                return new MatVariables(file, variables);
            }
        } catch (StampedeException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The library answers damage with whatever exception it happens to cause in it.
            throw DataFault.unreadable(file, "is a damaged MATLAB file: " + e.getMessage(), e);
        }
    }

    /** The variable of that name. */
    Matrix matrix(String name) {
        for (MatFile.Entry entry : variables.getEntries()) {
            if (entry.getName().equals(name) && entry.getValue() instanceof Matrix matrix) {
                return matrix;
            }
        }
        throw DataFault.unreadable(
                file, "expected a numeric variable '%s', found none".formatted(name));
    }

    /** Objects live in a subsystem, which nobody needs here: its place is cleared. */
    private static InputStream withoutSubsystem(InputStream in) throws IOException {
        byte[] header = in.readNBytes(MatOutline.HEADER_BYTES);
        Arrays.fill(header, SUBSYSTEM_OFFSET, SUBSYSTEM_OFFSET + SUBSYSTEM_BYTES, (byte) 0);
        return new SequenceInputStream(new ByteArrayInputStream(header), in);
    }

    /** Allocates no more than a file of that length can hold. */
    private static final class Bounded implements BufferAllocator {
        private final long limitBytes;

        Bounded(long limitBytes) {
            this.limitBytes = limitBytes;
        }

        @Override
        public ByteBuffer allocate(int sizeBytes) {
            if (sizeBytes < 0 || sizeBytes > limitBytes) {
                throw new IllegalArgumentException(
                        "%d bytes promised, at most %d possible".formatted(sizeBytes, limitBytes));
            }
            return ByteBuffer.allocate(sizeBytes);
        }

        @Override
        public void release(ByteBuffer buffer) {
            // the garbage collector does
        }
    }
}
