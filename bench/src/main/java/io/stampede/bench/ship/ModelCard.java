package io.stampede.bench.ship;

import static java.util.Objects.requireNonNull;

import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.model.Provenance;
import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The page about a shipped model: what its file knows is written here, what was measured is written
 * by people below a line, and kept.
 *
 * @param name of the model
 * @param header of its phi
 * @param rounding what F16 changed
 * @param sums digests of its files, as {@code SHA256SUMS} has them
 */
record ModelCard(String name, MetaModelHeader header, Rounding rounding, String sums) {
    /** Ends what is generated. */
    static final String LINE =
            "<!-- './stampede train ship' writes what is above this line and keeps what is below. -->";

    private static final String BELOW =
            """

            ## Data

            Not described yet: which pictures, under which licence.

            ## Measured results

            Not measured yet.

            ## Limits

            Not written yet.
            """;

    /** Checks the components. */
    ModelCard {
        requireNonNull(name, "name is null");
        requireNonNull(header, "header is null");
        requireNonNull(rounding, "rounding is null");
        requireNonNull(sums, "sums is null");
    }

    /** The whole page, with what people wrote into an earlier one. */
    String write(Path earlier) throws IOException {
        String below = BELOW;
        if (Files.exists(earlier)) {
            String text = Files.readString(earlier);
            int line = text.indexOf(LINE);
            below = line < 0 ? "\n" + text : text.substring(line + LINE.length() + 1);
        }
        return generated() + LINE + "\n" + below;
    }

    private String generated() {
        Cost cost = CostModel.FINE_TUNING.of(header.network());
        StringBuilder page = new StringBuilder();
        page.append("# ").append(name).append("\n\n");
        page.append(
                "`phi.safetensors` is a meta-model (phi of the paper: network, mask generator, set"
                        + " encoder), `pretrained.safetensors` the\nreference network before"
                        + " meta-training, for comparisons. Both are F16.\n\n");
        row(page, "what", "value");
        row(page, "---", "---");
        row(page, "network", header.architecture().id() + " at width " + header.width());
        row(page, "classes of the reference", Integer.toString(header.classes()));
        row(
                page,
                "cost with that head",
                String.format(
                        Locale.ROOT,
                        "%,d parameters, %,d multiply-adds",
                        cost.parameters(),
                        cost.multiplyAdds()));
        row(
                page,
                "set encoder",
                "width %d, %d heads".formatted(header.encoderDim(), header.encoderHeads()));
        row(
                page,
                "generator",
                "set path %s, mean picture x %s, gates %s"
                        .formatted(
                                header.form().setPath(),
                                header.form().setMean(),
                                header.form().gates()));
        row(page, "normalisation", "mean %s, std %s".formatted(header.mean(), header.std()));
        provenance(page, header.provenance());
        row(
                page,
                "F16 against F32, on %d drawn pictures".formatted(rounding.pictures()),
                String.format(
                        Locale.ROOT,
                        "E[m] differs by at most %.4f; logits of the pretrained network by at most"
                                + " %.4f of the largest, the answer is the same for %.1f %%",
                        rounding.expectedMask(),
                        rounding.logits(),
                        100 * rounding.sameAnswer()));
        sums.lines()
                .map(line -> line.split("\\s+", 2))
                .forEach(parts -> row(page, "SHA-256 of " + parts[1], parts[0]));
        return page.append('\n').toString();
    }

    private static void provenance(StringBuilder page, Provenance provenance) {
        row(page, "reference data, SHA-256", provenance.dataSha256());
        provenance.hyperparameters().forEach((key, value) -> row(page, key, "`" + value + "`"));
        row(page, "seed", Long.toString(provenance.seed()));
        row(page, "trained by", "Stampede %s".formatted(provenance.codeVersion()));
        row(page, "engine", provenance.engine());
    }

    private static void row(StringBuilder page, String what, String value) {
        page.append("| ").append(what).append(" | ");
        page.append(value.replace("|", "\\|").replace('\n', ' ')).append(" |\n");
    }
}
