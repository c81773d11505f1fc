package io.stampede.server;

import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.server.registry.ModelDescription;
import io.stampede.server.registry.ModelValidator;
import java.nio.file.Path;

/** Accepts phi files alone: header, tensors and every number in them. */
final class PhiValidator implements ModelValidator {
    @Override
    public ModelDescription inspect(Path file) {
        try (MetaModelFile phi = MetaModelFile.open(file)) {
            phi.requireFinite();
            MetaModelHeader header = phi.header();
            return new ModelDescription(
                    MetaModelHeader.FORMAT,
                    header.architecture().id(),
                    header.width(),
                    header.provenance().toJson());
        }
    }
}
