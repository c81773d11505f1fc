package io.stampede.core.data;

import static io.stampede.core.data.Refusals.assertRefused;
import static io.stampede.core.data.TestPictures.load;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProceduralSourceTest {
    @Test
    void has_a_hundred_source_and_ten_target_classes_by_default() {
        // When
        ImageDataset source = load("procedural:source", Split.TEST);
        ImageDataset target = load("procedural:target", Split.TRAIN);
        // Then
        assertEquals(100, source.classes());
        assertEquals(100 * 20, source.size());
        assertEquals(10, target.classes());
        assertEquals(10 * 200, target.size());
        assertEquals(100, source.labelNames().stream().distinct().count());
    }

    /** Whoever changes the pictures on purpose changes these digests and says so in the commit. */
    @ParameterizedTest
    @CsvSource({
        "source?per-class=1, 8ad9c80efd896900354a60a1dddf120f3efdb3cf13c3abdc72cad22ccccff2ed",
        "target?per-class=3&seed=7, 7cb5a8b7b9d7233e742d265b23ba26a416373a3d059cdad7af057551948cb89c"
    })
    void draws_the_same_pictures_everywhere_bit_for_bit(String path, String sha256) {
        // When
        ImageDataset data = load("procedural:" + path, Split.TRAIN);
        // Then
        assertEquals(sha256, data.sha256());
    }

    @Test
    void draws_other_glyphs_and_pictures_from_another_seed() {
        // When
        String one = load("procedural:target?seed=1&per-class=1", Split.TRAIN).sha256();
        String two = load("procedural:target?seed=2&per-class=1", Split.TRAIN).sha256();
        // Then
        assertNotEquals(one, two);
        assertTrue(
                fingerprints(ProceduralOptions.parse("target?seed=1")).stream()
                        .noneMatch(
                                fingerprints(ProceduralOptions.parse("target?seed=2"))::contains));
    }

    @Test
    void no_picture_is_in_both_splits_or_twice_in_one() {
        // Given
        Set<String> seen = new HashSet<>();
        // When
        ImageDataset train = load("procedural:target?per-class=50", Split.TRAIN);
        ImageDataset test = load("procedural:target?test-per-class=50", Split.TEST);
        // Then
        for (ImageDataset data : List.of(train, test)) {
            for (int i = 0; i < data.size(); i++) {
                assertTrue(seen.add(data.select(new int[] {i}).sha256()));
            }
        }
    }

    @Test
    void asking_for_more_changes_no_picture_that_was_there() {
        // When
        ImageDataset few = load("procedural:target?per-class=2", Split.TRAIN);
        ImageDataset many = load("procedural:target?per-class=4", Split.TRAIN);
        // Then
        int[] first = IntStream.range(0, 20).toArray();
        assertEquals(few.sha256(), many.select(first).sha256());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -5, 123456789})
    void no_glyph_is_a_source_and_a_target_class(long seed) {
        // Given
        Set<Long> all = fingerprints(ProceduralOptions.parse("source?classes=1000&seed=" + seed));
        // When
        Set<Long> target = fingerprints(ProceduralOptions.parse("target?classes=200&seed=" + seed));
        // Then
        assertEquals(1000, all.size());
        assertEquals(200, target.size());
        assertTrue(all.addAll(target));
        assertEquals(1200, all.size());
    }

    @ParameterizedTest
    @CsvSource({
        "elsewhere, procedural:source",
        "source?, expected option",
        "source?colour=red, 'colour'",
        "source?seed=x, 'x'",
        "source?seed, ''",
        "source?classes=1, 2 to",
        "source?per-class=0, found 0",
        "source?per-class=99999999999, per-class"
    })
    void refuses_unknown_options_and_numbers_out_of_bounds(String path, String part) {
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                () -> ImageSources.open(new SourceSpec(SourceKind.PROCEDURAL, path)),
                part);
    }

    private static Set<Long> fingerprints(ProceduralOptions options) {
        Set<Long> fingerprints = new HashSet<>();
        GlyphSet.invent(options).forEach(glyph -> fingerprints.add(glyph.fingerprint()));
        return fingerprints;
    }
}
