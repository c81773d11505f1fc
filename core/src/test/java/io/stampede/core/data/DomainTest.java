package io.stampede.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DomainTest {
    private static final ImageDataset DATA = noise();

    @Test
    void a_plain_view_is_the_data_itself() {
        assertSame(DATA, Domain.PLAIN.of(DATA));
    }

    @ParameterizedTest
    @EnumSource(value = Domain.class, mode = EnumSource.Mode.EXCLUDE, names = "PLAIN")
    void every_other_view_changes_pictures_and_keeps_labels(Domain domain) {
        // When
        ImageDataset seen = domain.of(DATA);

        // Then
        assertArrayEquals(DATA.labels(), seen.labels());
        assertEquals(DATA.labelNames(), seen.labelNames());
        assertNotEquals(DATA.sha256(), seen.sha256());
    }

    @ParameterizedTest
    @EnumSource(
            value = Domain.class,
            names = {"INVERTED", "FLIPPED"})
    void what_is_turned_twice_is_as_it_was(Domain domain) {
        assertEquals(DATA.sha256(), domain.of(domain.of(DATA)).sha256());
    }

    @Test
    void grey_has_the_same_value_in_all_planes() {
        ImageDataset grey = Domain.GREY.of(DATA);
        for (int p = 0; p < 1024; p++) {
            assertEquals(grey.value(0, p), grey.value(0, 1024 + p));
            assertEquals(grey.value(0, p), grey.value(0, 2048 + p));
        }
    }

    @Test
    void what_blurring_leaves_alone_has_no_edges() {
        // Given
        byte[] even = new byte[ImageDataset.IMAGE_BYTES];
        Arrays.fill(even, (byte) 77);
        ImageDataset data = new ImageDataset(even, new int[] {0}, List.of("even"));

        // Then
        assertEquals(data.sha256(), Domain.BLURRED.of(data).sha256());
        assertEquals(128, Domain.EDGES.of(data).value(0, 500));
    }

    @Test
    void draws_reach_every_view_but_the_plain_one() {
        // Given
        SplittableRandom random = new SplittableRandom(1);
        Set<Domain> drawn = new HashSet<>();

        // When
        for (int i = 0; i < 200; i++) {
            drawn.add(Domain.draw(random));
        }

        // Then
        Set<Domain> expected = new HashSet<>(List.of(Domain.values()));
        expected.remove(Domain.PLAIN);
        assertEquals(expected, drawn);
    }

    private static ImageDataset noise() {
        byte[] pixels = new byte[2 * ImageDataset.IMAGE_BYTES];
        new SplittableRandom(3).nextBytes(pixels);
        return new ImageDataset(pixels, new int[] {0, 1}, List.of("a", "b"));
    }
}
