package io.stampede.core.tflite;

import com.google.flatbuffers.Table;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.model.SubnetworkHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a .tflite file of ours says about itself, in words. */
public final class ExportedFile {
    private static final Pattern DESCRIPTION =
            Pattern.compile("Stampede subnetwork of \\w+, (float32|float16|int8)\\..*");

    private ExportedFile() {}

    /** The text that a file carries. */
    static String description(SubnetworkHeader header, Precision precision) {
        return ("Stampede subnetwork of %s, %s. Input: [1, 32, 32, 3] float32, RGB of each pixel,"
                        + " (value / 255 - mean) / std with mean %s and std %s. Output: [1, %d]"
                        + " float32, logits.")
                .formatted(
                        header.architecture().id(),
                        precision.id(),
                        header.mean(),
                        header.std(),
                        header.classes());
    }

    /**
     * Reads in which numbers a file computes.
     *
     * @throws StampedeException {@code MODEL_UNREADABLE}; {@code MODEL_CORRUPT} where it is no file
     *     of ours
     */
    public static Precision precision(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            Matcher matcher = DESCRIPTION.matcher(Root.of(bytes).description());
            if (!matcher.matches()) {
                throw corrupt(file, null);
            }
            return Precision.of(matcher.group(1));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw corrupt(file, e);
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.MODEL_UNREADABLE, "expected to read " + file + ", found " + e, e);
        }
    }

    private static StampedeException corrupt(Path file, Exception cause) {
        return new StampedeException(
                ErrorCode.MODEL_CORRUPT,
                "expected a .tflite file of Stampede at %s, found another".formatted(file),
                cause);
    }

    /** The root table of a file. */
    private static final class Root extends Table {
        /** Where a table tells the position of field 3. */
        private static final int DESCRIPTION_SLOT = 4 + 2 * 3;

        static Root of(ByteBuffer bytes) {
            bytes.order(ByteOrder.LITTLE_ENDIAN);
            Root root = new Root();
            root.__reset(bytes.getInt(0), bytes);
            return root;
        }

        String description() {
            int offset = __offset(DESCRIPTION_SLOT);
            return offset == 0 ? "" : __string(offset + bb_pos);
        }
    }
}
