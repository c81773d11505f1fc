package io.stampede.agent.cli;

import static java.util.Objects.requireNonNull;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.adapt.MaskPreview;
import io.stampede.core.data.ImageDataset;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code masks}: what the generator decides before any budget. */
@Command(
        name = "masks",
        description = "Shows what the mask generator decides for a set of pictures.",
        mixinStandardHelpOptions = true,
        versionProvider = AgentCommand.Version.class,
        sortOptions = false)
final class MasksCommand implements Callable<Integer> {
    private static final Gson JSON = new Gson();

    private final EdgeEngine engine;
    private final Terminal terminal;

    @Mixin private ModelOption model;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "SOURCE",
            description = "The pictures, kind:path.")
    private String data;

    @Option(
            names = "--set-size",
            paramLabel = "B",
            defaultValue = "640",
            description =
                    "The first B pictures of the source, in their order, are the set (default:"
                            + " ${DEFAULT-VALUE}).")
    private int setSize;

    @Mixin private CommonOptions common;

    MasksCommand(EdgeEngine engine, Terminal terminal) {
        this.engine = requireNonNull(engine, "engine is null");
        this.terminal = requireNonNull(terminal, "terminal is null");
    }

    @Override
    public Integer call() {
        if (setSize < 1) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected --set-size of at least 1, found " + setSize);
        }
        Path phi = model.file();
        ImageDataset pictures = Pictures.toLearnFrom(data, OptionalInt.empty(), 0);
        MaskPreview preview = engine.preview(phi, pictures, setSize);
        common.answer(terminal, document(preview), to -> print(to, preview));
        return 0;
    }

    private static JsonObject document(MaskPreview preview) {
        JsonObject document = new JsonObject();
        document.add("set_representation", JSON.toJsonTree(preview.setRepresentation()));
        document.add("expected_mask", JSON.toJsonTree(preview.expectedMask()));
        document.add("kept", JSON.toJsonTree(preview.kept()));
        document.addProperty("kl", preview.kl());
        document.addProperty("parameters", preview.cost().parameters());
        document.addProperty("multiply_adds", preview.cost().multiplyAdds());
        return document;
    }

    private static void print(Terminal to, MaskPreview preview) {
        to.out().printf("%-24s %8s %8s %10s%n", "gate", "kept", "of", "mean E[m]");
        preview.expectedMask()
                .forEach(
                        (gate, mask) ->
                                to.out()
                                        .printf(
                                                Locale.ROOT,
                                                "%-24s %8d %8d %10.4f%n",
                                                gate,
                                                preview.kept().get(gate).size(),
                                                mask.size(),
                                                mask.stream()
                                                        .mapToDouble(Float::doubleValue)
                                                        .average()
                                                        .orElse(Double.NaN)));
        to.out()
                .printf(
                        Locale.ROOT,
                        "KL %.4f, %,d parameters, %,d multiply-adds%n",
                        preview.kl(),
                        preview.cost().parameters(),
                        preview.cost().multiplyAdds());
    }
}
