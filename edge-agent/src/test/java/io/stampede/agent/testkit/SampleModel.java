package io.stampede.agent.testkit;

import com.google.protobuf.ByteString;
import io.stampede.agent.intake.Manifest;
import io.stampede.agent.intake.ManifestLimits;
import io.stampede.agent.intake.ManifestReader;
import io.stampede.agent.intake.Sha256;
import io.stampede.agent.receive.FetchedChunk;
import io.stampede.proto.Topics;
import io.stampede.proto.v1.ChunkReference;
import io.stampede.proto.v1.ModelManifest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** Random bytes cut into chunks of 100 bytes, with a manifest; chunk i lies at offset 10 + i. */
public final class SampleModel {
    /** Length of every chunk but the last. */
    public static final int CHUNK_BYTES = 100;

    private static final int FIRST_OFFSET = 10;

    private final String name;
    private final long version;
    private final byte[] bytes;
    private final int chunkBytes;

    private SampleModel(String name, long version, byte[] bytes, int chunkBytes) {
        this.name = name;
        this.version = version;
        this.bytes = bytes;
        this.chunkBytes = chunkBytes;
    }

    /** A file of the test's own, cut into chunks of a length. */
    public static SampleModel cut(long version, byte[] bytes, int chunkBytes) {
        return new SampleModel("stamp", version, bytes.clone(), chunkBytes);
    }

    /** A model whose bytes follow from its version. */
    public static SampleModel of(long version, int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        new Random(version).nextBytes(bytes);
        return new SampleModel("stamp", version, bytes, CHUNK_BYTES);
    }

    /** The same bytes but for one, as another version. */
    public SampleModel next(int changedByte) {
        byte[] changed = bytes.clone();
        changed[changedByte] ^= 1;
        return new SampleModel(name, version + 1, changed, chunkBytes);
    }

    /** A reader with limits that admit these models. */
    public static ManifestReader reader() {
        return new ManifestReader(
                new ManifestLimits(1_000_000, CHUNK_BYTES, Topics.DEFAULT.chunk()));
    }

    /** The file. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Number of chunks. */
    public int chunks() {
        return (bytes.length + chunkBytes - 1) / chunkBytes;
    }

    /** The data of a chunk. */
    public byte[] chunk(int index) {
        int from = index * chunkBytes;
        return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + chunkBytes));
    }

    /** A chunk as a well-behaved source delivers it. */
    public FetchedChunk fetched(int index) {
        return fetched(index, chunk(index));
    }

    /** A chunk's record with other data. */
    public FetchedChunk fetched(int index, byte[] data) {
        return new FetchedChunk(Sha256.hex(chunk(index)), data, 0, FIRST_OFFSET + index);
    }

    /** The manifest as it is published, open for spoiling. */
    public ModelManifest.Builder message() {
        ModelManifest.Builder message =
                ModelManifest.newBuilder()
                        .setModelName(name)
                        .setVersion(version)
                        .setSizeBytes(bytes.length)
                        .setSha256(digest(bytes))
                        .setFormat("stampede.meta-model/1")
                        .setArchitecture("vgg10")
                        .setWidth(1)
                        .setChunkTopic(Topics.DEFAULT.chunk());
        for (int i = 0; i < chunks(); i++) {
            message.addChunks(
                    ChunkReference.newBuilder()
                            .setSha256(digest(chunk(i)))
                            .setLengthBytes(chunk(i).length)
                            .setPartition(0)
                            .setOffset(FIRST_OFFSET + i));
        }
        return message;
    }

    /** The bytes of the manifest. */
    public byte[] value() {
        return message().build().toByteArray();
    }

    /** The manifest as the agent sees it. */
    public Manifest manifest() {
        return reader().read(value());
    }

    private static ByteString digest(byte[] data) {
        return ByteString.copyFrom(HexFormat.of().parseHex(Sha256.hex(data)));
    }
}
