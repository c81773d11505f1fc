package io.stampede.agent.receive;

import io.stampede.agent.intake.Manifest;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.model.MetaModelFile;
import java.nio.file.Path;

/** The check of the real daemon: format, tensors, finite numbers, and the architecture promised. */
public final class PhiCheck implements ModelCheck {
    @Override
    public void check(Path file, Manifest manifest) {
        try (MetaModelFile phi = MetaModelFile.open(file)) {
            phi.requireFinite();
            if (phi.header().architecture() != manifest.architecture()
                    || phi.header().width() != manifest.width()) {
                throw new StampedeException(
                        ErrorCode.MODEL_CORRUPT,
                        "expected %s to be a %s of width %s as its manifest says, found %s of %s"
                                .formatted(
                                        manifest.model().label(),
                                        manifest.architecture().id(),
                                        manifest.width(),
                                        phi.header().architecture().id(),
                                        phi.header().width()));
            }
        }
    }
}
