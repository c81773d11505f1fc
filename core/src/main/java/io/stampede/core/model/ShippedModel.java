package io.stampede.core.model;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One phi that comes with the product: a folder of {@code models/}.
 *
 * <pre>
 * phi.safetensors         the meta-model, F16
 * pretrained.safetensors  the reference network before meta-training, F16
 * model-card.md           data, settings, provenance, results, limits
 * SHA256SUMS              of both files, as sha256sum writes them
 * </pre>
 *
 * @param directory the folder, whose name is the model's
 */
public record ShippedModel(Path directory) {
    /** The meta-model. */
    public static final String PHI = "phi.safetensors";

    /** The reference network before meta-training. */
    public static final String PRETRAINED = "pretrained.safetensors";

    /** What people read. */
    public static final String CARD = "model-card.md";

    /** Digests of the two files. */
    public static final String SUMS = "SHA256SUMS";

    /** Makes the path absolute. */
    public ShippedModel {
        directory = requireNonNull(directory, "directory is null").toAbsolutePath().normalize();
    }

    /** The name under which servers register it, for example {@code vgg19-w0.25}. */
    public String name() {
        return directory.getFileName().toString();
    }

    /** Path of the meta-model. */
    public Path phi() {
        return directory.resolve(PHI);
    }

    /** Path of the reference network before meta-training. */
    public Path pretrained() {
        return directory.resolve(PRETRAINED);
    }

    /**
     * What the meta-model says about itself.
     *
     * @throws StampedeException {@code MODEL_*} as {@link MetaModelFile#open}
     */
    public MetaModelHeader header() {
        try (MetaModelFile file = MetaModelFile.open(phi())) {
            return file.header();
        }
    }

    /**
     * Digests the meta-model, which must be as it was shipped.
     *
     * @return SHA-256, lower-case hexadecimal
     * @throws StampedeException {@code MODEL_CORRUPT} where it is not, {@code MODEL_UNREADABLE}
     *     where it or the list of digests cannot be read
     */
    public String phiDigest() {
        return digest(PHI);
    }

    /**
     * Passes where both files are as they were shipped.
     *
     * @throws StampedeException as {@link #phiDigest()}
     */
    public void requireWhole() {
        digest(PHI);
        digest(PRETRAINED);
    }

    private String digest(String file) {
        String expected = digests().get(file);
        String found = FileDigest.sha256(directory.resolve(file));
        if (!found.equals(expected)) {
            throw Corruption.of(
                    directory.resolve(file), "SHA-256 %s of %s".formatted(expected, SUMS), found);
        }
        return found;
    }

    /** The lines of {@code SHA256SUMS} for files of a folder. */
    public static String sums(Path folder) {
        StringBuilder lines = new StringBuilder();
        for (String file : List.of(PHI, PRETRAINED)) {
            lines.append(FileDigest.sha256(folder.resolve(file))).append("  ").append(file);
            lines.append('\n');
        }
        return lines.toString();
    }

    private Map<String, String> digests() {
        Path sums = directory.resolve(SUMS);
        try {
            Map<String, String> digests = new TreeMap<>();
            for (String line : Files.readAllLines(sums)) {
                String[] parts = line.split("\\s+\\*?", 2);
                digests.put(parts[parts.length - 1], parts[0]);
            }
            return digests;
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.MODEL_UNREADABLE,
                    "expected the digests of a shipped model in %s, found %s".formatted(sums, e),
                    e);
        }
    }
}
