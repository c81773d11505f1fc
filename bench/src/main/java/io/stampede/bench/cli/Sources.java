package io.stampede.bench.cli;

import io.stampede.core.StampedeException;
import io.stampede.core.data.SourceKind;
import io.stampede.core.data.SourceSpec;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine;

/** Reads a source of pictures from the command line. */
final class Sources implements CommandLine.ITypeConverter<SourceSpec> {
    /** Makes the path absolute, so that it means the same to every process. */
    @Override
    public SourceSpec convert(String text) {
        SourceSpec spec = parse(text);
        if (spec.kind() == SourceKind.PROCEDURAL) {
            return spec;
        }
        try {
            Path path = Path.of(spec.path()).toAbsolutePath().normalize();
            return new SourceSpec(spec.kind(), path.toString());
        } catch (InvalidPathException e) {
            throw new CommandLine.TypeConversionException("expected a path, found " + text);
        }
    }

    private static SourceSpec parse(String text) {
        try {
            return SourceSpec.parse(text);
        } catch (StampedeException e) {
            throw new CommandLine.TypeConversionException(e.getMessage());
        }
    }
}
