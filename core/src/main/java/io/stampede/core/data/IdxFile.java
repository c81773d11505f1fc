package io.stampede.core.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** One IDX file, gzipped or not, whose length has been held against its header. */
final class IdxFile {
    /** Does something with the bytes behind the header. */
    interface BodyReader {
        void read(DataInputStream body) throws IOException;
    }

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final int dimensions;
    private final IdxHeader header;

    /**
     * Reads the header and counts the bytes behind it before anything is allocated for them; a
     * gzipped file is unpacked once for this, since no header tells its true length.
     */
    IdxFile(Path file, int dimensions) {
        this.file = file;
        this.dimensions = dimensions;
        try (DataInputStream in = open()) {
            header = IdxHeader.read(in, dimensions, file);
            checkLength(bodyBytes(in));
        } catch (EOFException | ZipException e) {
            throw DataFault.unreadable(file, "ends too early or is no IDX file", e);
        } catch (IOException e) {
            throw DataFault.notRead(file, e);
        }
    }

    IdxHeader header() {
        return header;
    }

    /** Opens the file anew and hands over what stands behind the header. */
    void readBody(BodyReader reader) {
        try (DataInputStream in = open()) {
            in.skipNBytes(IdxHeader.sizeBytes(dimensions));
            reader.read(in);
        } catch (IOException e) {
            throw DataFault.notRead(file, e);
        }
    }

    private DataInputStream open() throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            InputStream in =
                    SourceFiles.isPacked(file) ? new GZIPInputStream(raw, BUFFER_BYTES) : raw;
            return new DataInputStream(new BufferedInputStream(in, BUFFER_BYTES));
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private long bodyBytes(InputStream in) throws IOException {
        if (!SourceFiles.isPacked(file)) {
            return Files.size(file) - IdxHeader.sizeBytes(dimensions);
        }
        byte[] scratch = new byte[BUFFER_BYTES];
        long bytes = 0;
        int read = in.read(scratch);
        while (read >= 0 && bytes <= header.bodyBytes()) {
            bytes += read;
            read = in.read(scratch);
        }
        return bytes;
    }

    private void checkLength(long foundBytes) {
        if (foundBytes != header.bodyBytes()) {
            throw DataFault.unreadable(
                    file,
                    "expected %d bytes behind the header, which promises %d of %dx%d, found %s%d"
                            .formatted(
                                    header.bodyBytes(),
                                    header.count(),
                                    header.rows(),
                                    header.columns(),
                                    SourceFiles.isPacked(file) && foundBytes > header.bodyBytes()
                                            ? "at least "
                                            : "",
                                    foundBytes));
        }
    }
}
