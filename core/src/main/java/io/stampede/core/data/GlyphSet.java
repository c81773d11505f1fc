package io.stampede.core.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Invents the glyphs of a set of classes from a seed.
 *
 * <p>Classes come in families that have most strokes in common, so that telling them apart takes
 * more than a glance. No glyph is ever both a source and a target class.
 */
final class GlyphSet {
    private static final int FAMILY_SIZE = 5;
    private static final int FAMILY_STROKES = 2;
    private static final int OWN_STROKES = 2;

    /** One in so many glyphs is a target's. */
    private static final int TARGET_SHARE = 8;

    private GlyphSet() {}

    static List<Glyph> invent(ProceduralOptions options) {
        SplitMix random = SplitMix.of(options.seed(), options.domain().ordinal());
        List<Glyph> glyphs = new ArrayList<>();
        int[] family = strokes(random, new int[0], FAMILY_STROKES);
        while (glyphs.size() < options.classes()) {
            Glyph glyph = new Glyph(strokes(random, family, FAMILY_STROKES + OWN_STROKES));
            if (isUsable(glyph, options.domain(), glyphs)) {
                glyphs.add(glyph);
                if (glyphs.size() % FAMILY_SIZE == 0) {
                    family = strokes(random, new int[0], FAMILY_STROKES);
                }
            }
        }
        return glyphs;
    }

    private static boolean isUsable(
            Glyph glyph, ProceduralOptions.Domain domain, List<Glyph> others) {
        boolean target = Long.remainderUnsigned(glyph.fingerprint(), TARGET_SHARE) == 0;
        return target == (domain == ProceduralOptions.Domain.TARGET)
                && glyph.spansLattice()
                && others.stream().noneMatch(other -> glyph.shared(other) == glyph.strokeCount());
    }

    /** The given strokes and others, all different. */
    private static int[] strokes(SplitMix random, int[] given, int count) {
        int[] strokes = new int[count];
        System.arraycopy(given, 0, strokes, 0, given.length);
        for (int i = given.length; i < count; i++) {
            int stroke = random.below(Glyph.STROKES);
            while (contains(strokes, i, stroke)) {
                stroke = random.below(Glyph.STROKES);
            }
            strokes[i] = stroke;
        }
        return strokes;
    }

    private static boolean contains(int[] strokes, int count, int stroke) {
        for (int i = 0; i < count; i++) {
            if (strokes[i] == stroke) {
                return true;
            }
        }
        return false;
    }
}
