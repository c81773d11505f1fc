package io.stampede.bench.experiment;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.model.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The finished runs of one experiment, in its directory: a line of JSON for each, forced to the
 * disk before the next run begins. What an interruption cut short of the last line is forgotten.
 *
 * <p>Not thread-safe; one process at a time holds it. The caller closes it.
 */
final class RunLog implements AutoCloseable {
    /** What was asked for. */
    static final String EXPERIMENT_FILE = "experiment.json";

    /**
     * The one setting that may grow: a run's key holds its seed, so that more seeds are more runs.
     */
    static final String SEEDS = "seeds";

    /** The runs. */
    static final String RUNS_FILE = "runs.jsonl";

    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final FileChannel channel;
    private final FileLock lock;
    private final Map<RunKey, RunRecord> records = new LinkedHashMap<>();

    private RunLog(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Passes where the directory is missing, empty, or of an experiment with the same settings and
     * no more seeds; changes nothing.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT}
     */
    static void requireSame(Path directory, Map<String, String> settings) {
        if (!Files.exists(directory)) {
            return;
        }
        try {
            Path file = directory.resolve(EXPERIMENT_FILE);
            if (Files.exists(file)) {
                requireEqual(directory, parse(Files.readString(file)), settings);
                return;
            }
            try (Stream<Path> files = Files.list(directory)) {
                if (files.findAny().isPresent()) {
                    throw invalid(
                            "expected --out to be empty or of the same experiment, found other"
                                    + " files in "
                                    + directory);
                }
            }
        } catch (IOException
                | JsonParseException
                | IllegalStateException
                | NumberFormatException e) {
            throw invalid("expected --out to be a readable directory, found " + e);
        }
    }

    /**
     * Creates the directory, or reads what is there; call {@link #requireSame} before.
     *
     * @throws StampedeException {@code STORAGE_FAILED}; {@code INVALID_ARGUMENT} where another
     *     process works in it
     */
    static RunLog open(Path directory, Map<String, String> settings) {
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve(EXPERIMENT_FILE);
            String asked = JSON.toJson(settings) + "\n";
            if (!Files.exists(file)) {
                WholeFile.write(file, asked);
            }
            FileChannel channel =
                    FileChannel.open(
                            directory.resolve(RUNS_FILE),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            RunLog log = new RunLog(channel, lock(directory, channel));
            if (!Files.readString(file).equals(asked)) {
                WholeFile.write(file, asked); // more seeds than there were
            }
            log.read();
            return log;
        } catch (IOException e) {
            throw failed(directory, e);
        }
    }

    /** The run of a key, where it is finished. */
    Optional<RunRecord> find(RunKey key) {
        return Optional.ofNullable(records.get(key));
    }

    /** All finished runs, in the order in which they were carried out. */
    Stream<RunRecord> records() {
        return records.values().stream();
    }

    /** Adds a run; it is on the disk when this returns. */
    void append(RunRecord run) {
        try {
            ByteBuffer line =
                    ByteBuffer.wrap((run.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(true);
            records.put(run.key(), run);
        } catch (IOException e) {
            throw failed(Path.of(RUNS_FILE), e);
        }
    }

    @Override
    public void close() {
        try (channel) {
            lock.release();
        } catch (IOException e) {
            throw failed(Path.of(RUNS_FILE), e);
        }
    }

    private void read() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // Until all is there.
        }
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        whole.lines().map(RunRecord::fromJson).forEach(record -> records.put(record.key(), record));
        channel.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
        channel.position(channel.size());
    }

    private static FileLock lock(Path directory, FileChannel channel) throws IOException {
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very program: as good as held by another.
        }
        if (lock == null) {
            channel.close();
            throw invalid(
                    "expected nobody else to work in %s, found somebody".formatted(directory));
        }
        return lock;
    }

    private static Map<String, String> parse(String text) {
        JsonObject json = JsonParser.parseString(text).getAsJsonObject();
        Map<String, String> settings = new LinkedHashMap<>();
        json.asMap().forEach((name, value) -> settings.put(name, value.getAsString()));
        return settings;
    }

    private static void requireEqual(
            Path directory, Map<String, String> there, Map<String, String> asked) {
        TreeSet<String> names = new TreeSet<>(there.keySet());
        names.addAll(asked.keySet());
        for (String name : names) {
            String old = there.getOrDefault(name, "nothing");
            String now = asked.getOrDefault(name, "nothing");
            if (!old.equals(now) && !(name.equals(SEEDS) && isMore(now, old))) {
                throw invalid(
                        "expected the options that %s was begun with, found %s %s instead of %s;"
                                        .formatted(directory, name, now, old)
                                + " choose another --out");
            }
        }
    }

    private static boolean isMore(String now, String old) {
        return Integer.parseInt(now) > Integer.parseInt(old);
    }

    private static StampedeException invalid(String message) {
        return new StampedeException(ErrorCode.INVALID_ARGUMENT, message);
    }

    private static StampedeException failed(Path path, IOException cause) {
        return new StampedeException(
                ErrorCode.STORAGE_FAILED,
                "expected to read and write %s, found: %s".formatted(path, cause),
                cause);
    }
}
