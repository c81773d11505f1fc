package io.stampede.agent.receive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.agent.store.AgentDatabase;
import io.stampede.agent.testkit.FakeChunkSource;
import io.stampede.agent.testkit.SampleModel;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ReceptionPropertiesTest {
    private static final Set<ErrorCode> REFUSALS =
            EnumSet.of(
                    ErrorCode.CHUNK_CORRUPT,
                    ErrorCode.CHUNK_EMPTY,
                    ErrorCode.CHUNK_MISSING,
                    ErrorCode.CHUNK_OVERSIZED,
                    ErrorCode.CHUNK_TRUNCATED);

    @Property(tries = 60)
    void installs_the_very_file_or_nothing_whatever_the_topic_holds(@ForAll long seed)
            throws IOException {
        SampleModel model = SampleModel.of(1, 1_250);
        Path directory = Files.createTempDirectory("reception");
        try (AgentDatabase database = AgentDatabase.open(directory.resolve("agent.db"))) {
            ModelShelf shelf = new ModelShelf(directory.resolve("models"));
            ModelReceiver receiver =
                    new ModelReceiver(
                            directory,
                            new ModelReceiver.Parts(
                                    shelf,
                                    new ChunkLedger(database),
                                    chaos(model, new Random(seed)),
                                    (file, manifest) -> {}));

            Optional<Path> file = receive(receiver.begin(model.manifest(), List.of()));

            assertTrue(file.equals(shelf.find(model.manifest().model())));
            if (file.isPresent()) {
                assertArrayEquals(model.bytes(), Files.readAllBytes(file.get()));
            }
        } finally {
            delete(directory);
        }
    }

    private static Optional<Path> receive(Reception reception) {
        try (reception) {
            Optional<Path> file = Optional.empty();
            for (int i = 0; i < 50 && file.isEmpty(); i++) {
                file = reception.step();
            }
            return file;
        } catch (StampedeException e) {
            assertTrue(REFUSALS.contains(e.code()), e.getMessage());
            return Optional.empty();
        }
    }

    /** One chunk in three is answered with something odd, seldom without the right one among it. */
    private static FakeChunkSource chaos(SampleModel model, Random random) {
        FakeChunkSource source = new FakeChunkSource().publish(model);
        for (int i = 0; i < model.chunks(); i++) {
            if (random.nextInt(3) == 0) {
                List<FetchedChunk> replies = new ArrayList<>();
                int count = random.nextInt(4);
                for (int k = 0; k < count; k++) {
                    replies.add(reply(model, i, random));
                }
                source.answer(10 + i, replies);
            }
        }
        return source;
    }

    private static FetchedChunk reply(SampleModel model, int index, Random random) {
        byte[] data = model.chunk(index);
        switch (random.nextInt(5)) {
            case 0:
                data[random.nextInt(data.length)] ^= (byte) (1 << random.nextInt(8));
                return model.fetched(index, data);
            case 1:
                return model.fetched(index, new byte[random.nextInt(300)]);
            case 2:
                return SampleModel.of(2, 1_250).fetched(index);
            case 3:
                return model.fetched(random.nextInt(model.chunks()));
            default:
                return model.fetched(index);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
