package io.stampede.core.data;

import java.util.Arrays;

/**
 * A drawn character that makes a class: a few lines and arcs between the points of a 3x3 lattice.
 *
 * <p>Immutable. Coordinates run from -1 to 1, x to the right and y downwards.
 */
final class Glyph {
    /**
     * Number of different strokes: each pair of lattice points, straight or bent to either side.
     */
    static final int STROKES = 36 * 3;

    private static final int ARC_SEGMENTS = 5;
    private static final float BEND = 0.7f;
    private static final float[][] POLYLINES = polylines();

    private final int[] strokes; // ascending

    Glyph(int[] strokes) {
        this.strokes = strokes.clone();
        Arrays.sort(this.strokes);
    }

    int strokeCount() {
        return strokes.length;
    }

    /** Points of one stroke, {@code [points, 2]}; not to be changed. */
    float[] stroke(int index) {
        return POLYLINES[strokes[index]];
    }

    /** Points of any stroke there is, {@code [points, 2]}; not to be changed. */
    static float[] polyline(int stroke) {
        return POLYLINES[stroke];
    }

    /** The colour that the class favours, 80 to 255. */
    float ink(int channel) {
        return 80 + ((fingerprint() >>> (8 * channel)) & 0xFF) * 175 / 255f;
    }

    /** Whether it reaches all four sides, so that no other glyph is the same but for its place. */
    boolean spansLattice() {
        float[] min = {1, 1};
        float[] max = {-1, -1};
        for (int stroke : strokes) {
            float[] points = POLYLINES[stroke];
            for (int i = 0; i < points.length; i++) {
                min[i % 2] = Math.min(min[i % 2], points[i]);
                max[i % 2] = Math.max(max[i % 2], points[i]);
            }
        }
        return min[0] <= -1 && min[1] <= -1 && max[0] >= 1 && max[1] >= 1;
    }

    /** Number of strokes that both have. */
    int shared(Glyph other) {
        int shared = 0;
        for (int stroke : strokes) {
            shared += Arrays.binarySearch(other.strokes, stroke) >= 0 ? 1 : 0;
        }
        return shared;
    }

    /** A number that depends on nothing but the strokes. */
    long fingerprint() {
        SplitMix mix = SplitMix.of(Arrays.stream(strokes).asLongStream().toArray());
        return mix.nextLong();
    }

    private static float[][] polylines() {
        float[][] polylines = new float[STROKES][];
        int next = 0;
        for (int from = 0; from < 9; from++) {
            for (int to = from + 1; to < 9; to++) {
                for (int bend = -1; bend <= 1; bend++) {
                    polylines[next++] = polyline(from, to, bend * BEND);
                }
            }
        }
        return polylines;
    }

    /** A line, or a parabola whose apex is half the bend times the length away from the line. */
    private static float[] polyline(int from, int to, float bend) {
        float x0 = from % 3 - 1;
        float y0 = from / 3 - 1;
        float dx = to % 3 - 1 - x0;
        float dy = to / 3 - 1 - y0;
        int segments = bend == 0 ? 1 : ARC_SEGMENTS;
        float[] points = new float[2 * (segments + 1)];
        for (int i = 0; i <= segments; i++) {
            float t = (float) i / segments;
            float away = 2 * bend * t * (1 - t);
            points[2 * i] = clamp(x0 + t * dx - away * dy);
            points[2 * i + 1] = clamp(y0 + t * dy + away * dx);
        }
        return points;
    }

    private static float clamp(float coordinate) {
        return Math.max(-1.2f, Math.min(1.2f, coordinate));
    }
}
