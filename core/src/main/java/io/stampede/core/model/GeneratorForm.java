package io.stampede.core.model;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * The form of a mask generator: what a device must do exactly as meta-training did (algorithms.md
 * 3.6 and 13.6).
 *
 * @param setPath what the set's representation meets behind each gate
 * @param setMean how much of the set's mean picture is added to what the encoder gives; 0 as in the
 *     paper
 * @param gates how the mask acts on data
 */
public record GeneratorForm(SetPath setPath, double setMean, Gates gates) {
    /** The faithful form: expected masks on the set path, no mean picture, sampled gates. */
    public static final GeneratorForm PAPER = new GeneratorForm(SetPath.MASKED, 0, Gates.SAMPLED);

    /** The form in which the set matters (algorithms.md 13.6, changes 1 to 3). */
    public static final GeneratorForm DECISIVE = new GeneratorForm(SetPath.LITERAL, 2, Gates.HARD);

    /** What the set's representation meets behind each gate. */
    public enum SetPath {
        /** o_l is multiplied by E[m_l] before layer l + 1, as in the folded subnetwork. */
        MASKED,
        /** o_l goes on as it is, as in the text of the paper. */
        LITERAL
    }

    /** How the mask acts on data. */
    public enum Gates {
        /** Relaxed Bernoulli samples in training; E[m] is folded into what is kept. */
        SAMPLED,
        /** 1 for the channels that the budget keeps, 0 for others; nothing is folded. */
        HARD
    }

    private static final double MOST_MEAN = 100;

    /** Checks the components. */
    public GeneratorForm {
        requireNonNull(setPath, "setPath is null");
        requireNonNull(gates, "gates is null");
        if (!(setMean >= 0 && setMean <= MOST_MEAN)) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected a share of the set's mean from 0 to 100, found " + setMean);
        }
    }

    /** Whether E[m] is multiplied into the channels that are kept. */
    public boolean isFolded() {
        return gates == Gates.SAMPLED;
    }

    void write(Map<String, String> fields) {
        fields.put("set_path", id(setPath));
        if (setMean > 0) {
            fields.put("set_mean", BigDecimal.valueOf(setMean).toPlainString());
        }
        if (gates != Gates.SAMPLED) {
            fields.put("gates", id(gates));
        }
    }

    static GeneratorForm read(Metadata metadata) {
        return new GeneratorForm(
                metadata.choice("set_path", SetPath.values()),
                metadata.has("set_mean") ? metadata.decimal("set_mean") : 0,
                metadata.has("gates") ? metadata.choice("gates", Gates.values()) : Gates.SAMPLED);
    }

    /** The name in files and on command lines. */
    public static String id(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds a value by its {@link #id}.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} where there is none
     */
    public static <E extends Enum<E>> E value(E[] values, String key, String id) {
        return Arrays.stream(values)
                .filter(value -> id(value).equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                new StampedeException(
                                        ErrorCode.INVALID_ARGUMENT,
                                        "expected %s to be one of %s, found '%s'"
                                                .formatted(
                                                        key,
                                                        Arrays.stream(values)
                                                                .map(GeneratorForm::id)
                                                                .toList(),
                                                        id)));
    }
}
