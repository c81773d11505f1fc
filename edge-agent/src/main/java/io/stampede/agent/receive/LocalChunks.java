package io.stampede.agent.receive;

import io.stampede.agent.intake.ChunkLocation;
import io.stampede.agent.intake.Manifest;
import io.stampede.agent.intake.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes chunks that did not change from older versions on the shelf, so that none is refetched. */
final class LocalChunks {
    private static final Logger LOG = LoggerFactory.getLogger(LocalChunks.class);

    private final ModelShelf shelf;

    LocalChunks(ModelShelf shelf) {
        this.shelf = shelf;
    }

    /** Copies what older versions share with the wanted one; returns how many chunks that was. */
    int copyInto(PartialModel partial, Manifest wanted, List<Manifest> older) {
        int copied = 0;
        for (Manifest source : older) {
            Optional<Path> file = shelf.find(source.model());
            if (file.isPresent() && !source.model().equals(wanted.model())) {
                copied += copy(partial, wanted, source, file.get());
            }
        }
        return copied;
    }

    private static int copy(PartialModel partial, Manifest wanted, Manifest source, Path file) {
        Map<String, Integer> offered = new HashMap<>();
        for (int i = 0; i < source.chunks().size(); i++) {
            offered.put(source.chunks().get(i).sha256(), i);
        }
        int copied = 0;
        try (FileChannel channel = FileChannel.open(file)) {
            for (int index : partial.missing(Integer.MAX_VALUE)) {
                ChunkLocation chunk = wanted.chunks().get(index);
                Integer at = offered.get(chunk.sha256());
                if (at != null && copyOne(partial, index, chunk, channel, source.position(at))) {
                    copied++;
                }
            }
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("error", e.getMessage())
                    .log("An older model cannot be read; its chunks are fetched instead");
        }
        return copied;
    }

    private static boolean copyOne(
            PartialModel partial, int index, ChunkLocation chunk, FileChannel from, long position)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(chunk.lengthBytes());
        int count = 0;
        while (buffer.hasRemaining() && count >= 0) {
            count = from.read(buffer, position + buffer.position());
        }
        boolean unchanged = Sha256.hex(buffer.array()).equals(chunk.sha256());
        if (unchanged) {
            partial.write(index, buffer.array());
        }
        return unchanged;
    }
}
