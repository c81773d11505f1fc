package io.stampede.agent.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Options that every command has. */
final class CommonOptions {
    private static final Gson JSON =
            new GsonBuilder()
                    .setPrettyPrinting()
                    .serializeNulls()
                    .serializeSpecialFloatingPointValues()
                    .disableHtmlEscaping()
                    .create();

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How to answer (default: ${DEFAULT-VALUE}).")
    private OutputFormat output;

    /** Answers in the format asked for. */
    void answer(Terminal terminal, JsonObject document, Consumer<Terminal> text) {
        if (output == OutputFormat.json) {
            terminal.out().println(JSON.toJson(document));
        } else {
            text.accept(terminal);
        }
        terminal.out().flush();
    }
}
