package io.stampede.server.job;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears away the checkpoints of jobs that need them no more. What cannot be deleted is a line in
 * the log: no job fails for it.
 */
final class JobDirectories {
    private static final Logger LOG = LoggerFactory.getLogger(JobDirectories.class);

    private final Path directory;

    JobDirectories(Path directory) {
        this.directory = requireNonNull(directory, "directory is null");
    }

    /** Deletes what a job has left, where it has left anything. */
    void discard(String id) {
        try {
            delete(directory.resolve(id));
        } catch (IOException e) {
            refused(id, e);
        }
    }

    /** Deletes what all jobs have left but these. */
    void keepOnly(Set<String> ids) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> all = Files.list(directory)) {
            all.map(each -> each.getFileName().toString())
                    .filter(id -> !ids.contains(id))
                    .forEach(this::discard);
        } catch (IOException e) {
            refused("all", e);
        }
    }

    private static void delete(Path place) throws IOException {
        if (!Files.exists(place)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> found = Files.walk(place)) {
            deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : deepestFirst) {
            Files.deleteIfExists(each);
        }
    }

    private static void refused(String id, IOException reason) {
        LOG.atWarn().addKeyValue("jobId", id).setCause(reason).log("checkpoints stay behind");
    }
}
