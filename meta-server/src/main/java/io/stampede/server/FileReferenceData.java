package io.stampede.server;

import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.ImageSources;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.data.Split;
import io.stampede.server.job.ReferenceData;

/** Reference data from this machine's files, or drawn. */
final class FileReferenceData implements ReferenceData {
    @Override
    public void requirePresent(SourceSpec source) {
        ImageSources.open(source);
    }

    @Override
    public ImageDataset load(SourceSpec source) {
        return ImageSources.open(source).load(Split.TRAIN);
    }
}
