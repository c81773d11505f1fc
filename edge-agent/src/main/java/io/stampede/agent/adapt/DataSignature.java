package io.stampede.agent.adapt;

import io.stampede.agent.intake.Sha256;
import io.stampede.core.data.SourceSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * Notices cheaply that private pictures may have changed: by names, lengths and times of their
 * files, none of which is opened.
 */
public final class DataSignature {
    private DataSignature() {}

    /** The signature of a source now; where its files cannot be looked at, that they cannot. */
    public static String of(SourceSpec source) {
        try {
            Path root = Path.of(source.path());
            return Files.exists(root) ? ofFiles(root) : "no files";
        } catch (InvalidPathException e) {
            // The source is drawn and not read.
            return "no files";
        } catch (IOException | UncheckedIOException e) {
            return "unreadable";
        }
    }

    /** A sum over all files, so that their order does not matter and none is remembered. */
    private static String ofFiles(Path root) throws IOException {
        long count = 0;
        long sum = 0;
        try (Stream<Path> walk = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            for (Iterator<Path> paths = walk.iterator(); paths.hasNext(); ) {
                Path path = paths.next();
                BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
                if (file.isRegularFile()) {
                    count++;
                    sum += hash(root.relativize(path), file);
                }
            }
        }
        return "%d files %016x".formatted(count, sum);
    }

    private static long hash(Path name, BasicFileAttributes file) {
        String text = name + "\n" + file.size() + "\n" + file.lastModifiedTime().toMillis();
        String digest = Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(HexFormat.of().parseHex(digest)).getLong();
    }
}
