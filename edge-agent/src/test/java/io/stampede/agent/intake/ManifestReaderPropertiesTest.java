package io.stampede.agent.intake;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.agent.testkit.SampleModel;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.EnumSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ManifestReaderPropertiesTest {
    private static final Set<ErrorCode> REFUSALS =
            EnumSet.of(
                    ErrorCode.MANIFEST_INVALID,
                    ErrorCode.MANIFEST_TOO_LARGE,
                    ErrorCode.MODEL_FORMAT_UNKNOWN,
                    ErrorCode.MODEL_SIZE_MISMATCH,
                    ErrorCode.CHUNK_EMPTY,
                    ErrorCode.CHUNK_OVERLAP,
                    ErrorCode.CHUNK_OVERSIZED);
    private static final byte[] VALUE = SampleModel.of(3, 250).value();

    @Property(tries = 500)
    void answers_any_bytes_with_a_refusal(@ForAll byte[] value) {
        assertTrue(isReadOrRefused(value));
    }

    @Property(tries = 1000)
    void answers_any_damage_with_a_manifest_or_a_refusal(
            @ForAll @IntRange(max = 400) int position, @ForAll byte replacement) {
        byte[] value = VALUE.clone();
        value[position % value.length] = replacement;

        assertTrue(isReadOrRefused(value));
    }

    private static boolean isReadOrRefused(byte[] value) {
        try {
            Manifest manifest = SampleModel.reader().read(value);
            return manifest.sizeBytes() <= 1_000_000;
        } catch (StampedeException e) {
            return REFUSALS.contains(e.code());
        }
    }
}
