package io.stampede.server.testkit;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.SourceSpec;
import io.stampede.server.job.ReferenceData;
import java.util.List;

/** Reference data without pictures; a path with {@code missing} in it is not there. */
public final class NoData implements ReferenceData {
    @Override
    public void requirePresent(SourceSpec source) {
        if (source.path().contains("missing")) {
            throw new StampedeException(
                    ErrorCode.DATA_UNREADABLE,
                    "expected data at " + source.path() + ", found nothing");
        }
    }

    @Override
    public ImageDataset load(SourceSpec source) {
        return new ImageDataset(new byte[0], new int[0], List.of("one", "two"));
    }
}
