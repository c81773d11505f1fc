package io.stampede.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever bytes a file holds, reading it ends in values or a StampedeException. */
class SafetensorsFuzzTest {
    /** Far above what parsing takes, far below what a forged length could ask for. */
    private static final long ALLOCATION_LIMIT = 4 << 20;

    private static Path directory;
    private static byte[] valid;
    private static byte[] phi;

    @BeforeContainer
    static void writeValidFile() throws IOException {
        directory = Files.createTempDirectory("stampede-fuzz");
        Path file = directory.resolve("valid");
        SafetensorsWriter.write(
                file,
                Map.of(
                        "W.a", new Tensor(new float[6], List.of(2, 3)),
                        "W.b", new Tensor(new float[4], List.of(4))),
                Map.of("format", MetaModelHeader.FORMAT, "mean", "[1,2,3]"),
                DType.F32);
        valid = Files.readAllBytes(file);
        phi =
                Files.readAllBytes(
                        Path.of("src/test/resources/golden/vgg19-w0.0625-seed7/phi.safetensors"));
    }

    @AfterContainer
    static void deleteFiles() throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    @Property(tries = 250)
    void flipped_bytes_give_values_or_a_stampede_exception(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int flips) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = valid.clone();
        for (int i = 0; i < flips; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        readAll(bytes);
    }

    @Property(tries = 5000)
    void characters_of_json_in_wrong_places_do_too(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int changes) {
        SplittableRandom random = new SplittableRandom(seed);
        String alphabet = "{}[]\",:\\0123456789-+.eE/#*'ntfu \n\0\u2028";
        int length = (int) ByteBuffer.wrap(valid).order(ByteOrder.LITTLE_ENDIAN).getLong();
        StringBuilder header =
                new StringBuilder(new String(valid, 8, length, StandardCharsets.UTF_8));
        for (int i = 0; i < changes; i++) {
            header.setCharAt(
                    random.nextInt(length), alphabet.charAt(random.nextInt(alphabet.length())));
        }
        long before = allocated();
        try {
            SafetensorsHeader parsed = SafetensorsHeader.parse("f", header.toString(), 40);
            assertEquals(
                    40,
                    parsed.tensors().values().stream().mapToLong(t -> t.end() - t.begin()).sum());
        } catch (StampedeException e) {
            assertEquals(1, e.getMessage().lines().count());
        }
        assertTrue(allocated() - before < ALLOCATION_LIMIT);
    }

    @Property(tries = 100)
    void any_end_of_the_file_does_too(@ForAll @IntRange(max = 400) int length) throws IOException {
        readAll(Arrays.copyOf(valid, Math.min(length, valid.length)));
    }

    @Property(tries = 100)
    void arbitrary_bytes_do_too(@ForAll @Size(max = 300) byte[] bytes) throws IOException {
        readAll(bytes);
    }

    @Property(tries = 100)
    void arbitrary_headers_do_too(@ForAll String text) throws IOException {
        byte[] json = ("{\"" + text + "\":{" + text).getBytes(StandardCharsets.UTF_8);
        readAll(
                ByteBuffer.allocate(8 + json.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(json.length)
                        .put(json)
                        .array());
    }

    @Property(tries = 40)
    void a_phi_with_a_changed_header_opens_or_gives_a_stampede_exception(@ForAll long seed)
            throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = phi.clone();
        int header = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        bytes[8 + random.nextInt(header)] = (byte) random.nextInt(' ', 127);
        // The metadata stands first, where every byte counts.
        bytes[8 + random.nextInt(400)] = (byte) random.nextInt(' ', 127);
        Path file = Files.write(directory.resolve("phi"), bytes);
        try (MetaModelFile model = MetaModelFile.open(file)) {
            assertNotNull(model.header().provenance());
        } catch (StampedeException e) {
            assertEquals(1, e.getMessage().lines().count());
        }
    }

    private static void readAll(byte[] bytes) throws IOException {
        Path file = Files.write(directory.resolve("fuzzed"), bytes);
        long before = allocated();
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            for (String name : reader.names()) {
                assertEquals(reader.info(name).elements(), reader.floats(name).length);
            }
        } catch (StampedeException e) {
            assertEquals(1, e.getMessage().lines().count());
        }
        assertTrue(allocated() - before < ALLOCATION_LIMIT);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
