package io.stampede.agent.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.agent.receive.ChunkLedger;
import io.stampede.agent.receive.FetchedChunk;
import io.stampede.agent.receive.ModelReceiver;
import io.stampede.agent.receive.ModelShelf;
import io.stampede.agent.receive.Reception;
import io.stampede.agent.store.AgentDatabase;
import io.stampede.agent.testkit.FakeChunkSource;
import io.stampede.agent.testkit.SampleModel;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The receiver with a topic in which any record may be damaged; what it installs is the file. */
final class Assembler implements AutoCloseable {
    private static final int SIZE = 450;

    private final SampleModel model = SampleModel.of(1, SIZE);
    private final Scratch scratch;
    private final AgentDatabase database;

    Assembler() throws IOException {
        scratch = new Scratch();
        database = AgentDatabase.open(scratch.path("agent.db"));
    }

    @Override
    public void close() throws IOException {
        database.close();
        scratch.close();
    }

    void feed(long number) {
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < model.chunks(); i++) {
            seeds.add(model.chunk(i));
        }
        Random random = new Random(number);
        Fuzz.feed(
                number,
                seeds,
                bytes -> {
                    FakeChunkSource source = new FakeChunkSource().publish(model);
                    int index = random.nextInt(model.chunks());
                    List<FetchedChunk> replies = new ArrayList<>();
                    replies.add(model.fetched(index, bytes));
                    if (random.nextBoolean()) {
                        replies.add(model.fetched(index));
                    }
                    source.answer(10 + index, replies);
                    receive(source);
                });
    }

    private void receive(FakeChunkSource source) throws IOException {
        ModelShelf shelf = new ModelShelf(scratch.path("models"));
        ModelReceiver.Parts parts =
                new ModelReceiver.Parts(
                        shelf, new ChunkLedger(database), source, (file, manifest) -> {});
        ModelReceiver receiver = new ModelReceiver(scratch.path("."), parts);
        Optional<Path> file = Optional.empty();
        try (Reception reception = receiver.begin(model.manifest(), List.of())) {
            for (int i = 0; i < 20 && file.isEmpty(); i++) {
                file = reception.step();
            }
            assertArrayEquals(model.bytes(), Files.readAllBytes(file.orElseThrow()));
        } catch (StampedeException e) {
            assertEquals(4, e.code().number() / 100, e.getMessage());
        } finally {
            shelf.remove(model.manifest().model());
        }
    }
}
