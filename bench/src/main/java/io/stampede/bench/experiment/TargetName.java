package io.stampede.bench.experiment;

import static java.util.Objects.requireNonNull;

import io.stampede.core.data.SourceKind;
import io.stampede.core.data.SourceSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What people call a target, by where it lies; several datasets come in CIFAR-10's layout, and none
 * is to be reported under the name of another.
 *
 * @param text for outputs
 * @param upright whether its pictures mean something else when mirrored
 */
public record TargetName(String text, boolean upright) {
    /** The paper's first target. */
    public static final String CIFAR10 = "CIFAR-10";

    /** The paper's second target. */
    public static final String SVHN = "SVHN";

    /** Traffic signs, which stand where SVHN stands in the paper. */
    public static final String GTSRB = "GTSRB";

    private static final List<Known> KNOWN =
            List.of(
                    new Known("gtsrb", new TargetName(GTSRB, true)),
                    new Known("signdigits", new TargetName("sign digits", true)),
                    new Known("chars74k", new TargetName("Chars74K digits", true)),
                    new Known("fashion", new TargetName("Fashion-MNIST", false)),
                    new Known("mnist", new TargetName("MNIST", true)),
                    new Known("cifar100", new TargetName("CIFAR-100", false)),
                    new Known("cifar-100", new TargetName("CIFAR-100", false)),
                    new Known("cifar", new TargetName(CIFAR10, false)));

    /** Checks the component. */
    public TargetName {
        requireNonNull(text, "text is null");
    }

    private record Known(String part, TargetName name) {}

    /** The name of a source. */
    public static TargetName of(SourceSpec spec) {
        if (spec.kind() == SourceKind.SVHN) {
            return new TargetName(SVHN, true);
        }
        if (spec.kind() == SourceKind.PROCEDURAL) {
            return new TargetName("drawn pictures", false);
        }
        Path path = Path.of(spec.path()).toAbsolutePath().normalize();
        Path above = path.getParent();
        return known(path)
                .or(() -> spec.kind() == SourceKind.FOLDER ? Optional.empty() : known(above))
                .orElseGet(
                        () ->
                                new TargetName(
                                        path.getFileName() + " (" + spec.kind().label() + ")",
                                        spec.kind() == SourceKind.IDX));
    }

    private static Optional<TargetName> known(Path path) {
        if (path == null || path.getFileName() == null) {
            return Optional.empty();
        }
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return KNOWN.stream()
                .filter(known -> name.contains(known.part))
                .findFirst()
                .map(Known::name);
    }
}
