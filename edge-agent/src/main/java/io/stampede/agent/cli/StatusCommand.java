package io.stampede.agent.cli;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.stampede.agent.adapt.Slots;
import io.stampede.agent.config.AgentConfigLoader;
import io.stampede.agent.store.DataDirectory;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code status}: what the daemon of a data directory does and what it serves. */
@Command(
        name = "status",
        description = "Says what the agent of a data directory does and what it serves.",
        mixinStandardHelpOptions = true,
        versionProvider = AgentCommand.Version.class,
        sortOptions = false)
final class StatusCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "The agent's data directory (default: as configured).")
    private Path dataDir;

    @Mixin private CommonOptions common;

    StatusCommand(Terminal terminal) {
        this.terminal = requireNonNull(terminal, "terminal is null");
    }

    @Override
    public Integer call() {
        Path root = dataDir != null ? dataDir : AgentConfigLoader.load(Optional.empty()).dataDir();
        DataDirectory directory = new DataDirectory(root);
        JsonObject document = read(directory);
        document.addProperty("running", isRunning(document));
        document.addProperty("data_dir", directory.root().toString());
        ServingAccount.addTo(document, new Slots(directory.slots()));
        common.answer(terminal, document, to -> print(to, document));
        return 0;
    }

    private static JsonObject read(DataDirectory directory) {
        Path file = directory.stateFile();
        if (!Files.isRegularFile(file)) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "expected an agent's data directory at %s, found no state.json; start the"
                                    .formatted(directory.root())
                            + " agent with run, or give its --data-dir");
        }
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "could not read %s: %s".formatted(file, e.getMessage()),
                    e);
        }
    }

    private static boolean isRunning(JsonObject document) {
        return document.has("process_id")
                && ProcessHandle.of(document.get("process_id").getAsLong())
                        .map(ProcessHandle::isAlive)
                        .orElse(false);
    }

    private static void print(Terminal to, JsonObject document) {
        document.entrySet()
                .forEach(
                        entry -> {
                            JsonPrimitive value = entry.getValue().getAsJsonPrimitive();
                            to.out().printf("%-18s %s%n", entry.getKey(), value.getAsString());
                        });
    }
}
