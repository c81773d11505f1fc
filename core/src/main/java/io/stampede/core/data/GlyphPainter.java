package io.stampede.core.data;

/**
 * Paints glyphs, each time at another place, size, angle, thickness and colour, among clutter.
 *
 * <p>The constants are chosen so that a small network trained from scratch on 1,000 target pictures
 * gets 65 to 80 %, by degrees: ink brighter than its ground and favoured by its class gives it a
 * start, strokes that are left out or added keep it from the end. Not safe between threads.
 */
final class GlyphPainter {
    private static final int SIDE = StrokeCanvas.SIDE;
    private static final int PLANE = SIDE * SIDE;
    private static final int GRID = 5;

    private static final double MAX_ANGLE = StrictMath.toRadians(15);
    private static final double HALF_SIZE = 12.5;
    private static final double MIN_SCALE = 0.6;
    private static final double MAX_SHIFT = 3;
    private static final double MAX_WOBBLE = 0.15;
    private static final int MIN_CONTRAST = 40;
    private static final double INK_SPREAD = 100;
    private static final double DROPPED = 0.2;
    private static final int MAX_ADDED = 1;
    private static final int MAX_CLUTTER = 5;
    private static final int MAX_OCCLUDERS = 2;

    private final StrokeCanvas canvas = new StrokeCanvas();
    private final float[] background = new float[3];
    private final float[] ink = new float[3];
    private final float[] grid = new float[GRID * GRID];

    /** Paints one picture, {@code [3, 32, 32]}; the generator alone decides what varies. */
    void paint(Glyph glyph, SplitMix random, byte[] target, int offset) {
        chooseColours(glyph, random);
        paintBackground(random);
        paintClutter(random, random.below(MAX_CLUTTER + 1));
        paintGlyph(glyph, random);
        paintClutter(random, random.below(MAX_OCCLUDERS + 1));
        canvas.write(random, random.between(8, 28), target, offset);
    }

    /** Every class has its own ink, yet it varies so much that it is a hint and no more. */
    private void chooseColours(Glyph glyph, SplitMix random) {
        do {
            for (int channel = 0; channel < 3; channel++) {
                background[channel] = random.between(0, 150);
                float around = glyph.ink(channel) + random.between(-INK_SPREAD, INK_SPREAD);
                ink[channel] = Math.max(0, Math.min(255, around));
            }
        } while (brightness(ink) - brightness(background) < MIN_CONTRAST);
    }

    private static float brightness(float[] colour) {
        return 0.3f * colour[0] + 0.6f * colour[1] + 0.1f * colour[2];
    }

    /** One colour that drifts smoothly, as light does over a wall. */
    private void paintBackground(SplitMix random) {
        float[] pixels = canvas.pixels();
        for (int channel = 0; channel < 3; channel++) {
            float drift = random.between(8, 40);
            for (int i = 0; i < grid.length; i++) {
                grid[i] = background[channel] + random.between(-drift, drift);
            }
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    pixels[channel * PLANE + y * SIDE + x] = drifted(x, y);
                }
            }
        }
    }

    private float drifted(int x, int y) {
        float step = (float) SIDE / (GRID - 1);
        int column = (int) (x / step);
        int row = (int) (y / step);
        float right = x / step - column;
        float down = y / step - row;
        int cell = row * GRID + column;
        float above = grid[cell] + right * (grid[cell + 1] - grid[cell]);
        float below = grid[cell + GRID] + right * (grid[cell + GRID + 1] - grid[cell + GRID]);
        return above + down * (below - above);
    }

    /** Short strokes, half of them in the glyph's own ink, which look much like parts of it. */
    private void paintClutter(SplitMix random, int strokes) {
        float[] points = new float[4];
        float[] colour = new float[3];
        for (int i = 0; i < strokes; i++) {
            points[0] = random.between(0, SIDE);
            points[1] = random.between(0, SIDE);
            points[2] = points[0] + random.between(-14, 14);
            points[3] = points[1] + random.between(-14, 14);
            boolean alike = random.chance(0.5);
            for (int channel = 0; channel < 3; channel++) {
                colour[channel] = alike ? ink[channel] : random.between(0, 255);
            }
            canvas.line(points, 0, random.between(0.6, 1.5));
            canvas.blend(colour, random.between(0.6, 1));
        }
    }

    private void paintGlyph(Glyph glyph, SplitMix random) {
        Placement placement = Placement.random(random);
        float radius = random.between(0.6, 1.5);
        for (int i = 0; i < glyph.strokeCount(); i++) {
            if (!random.chance(DROPPED)) {
                paintStroke(placement.place(glyph.stroke(i), random), radius);
            }
        }
        for (int i = random.below(MAX_ADDED + 1); i > 0; i--) {
            float[] stroke = Glyph.polyline(random.below(Glyph.STROKES));
            paintStroke(placement.place(stroke, random), radius);
        }
        canvas.blend(ink, random.between(0.6, 1));
    }

    private void paintStroke(float[] points, float radius) {
        for (int start = 0; start + 3 < points.length; start += 2) {
            canvas.line(points, start, radius);
        }
    }

    /** Where a glyph goes: the first two rows of an affine map, in pixels. */
    private record Placement(float xx, float xy, float x, float yx, float yy, float y) {
        static Placement random(SplitMix random) {
            double angle = random.between(-MAX_ANGLE, MAX_ANGLE);
            double size = HALF_SIZE * random.between(MIN_SCALE, 1);
            double width = size * random.between(0.8, 1.1);
            double slant = random.between(-0.15, 0.15);
            double sine = StrictMath.sin(angle);
            double cosine = StrictMath.cos(angle);
            return new Placement(
                    (float) (cosine * width),
                    (float) ((cosine * slant - sine) * size),
                    SIDE / 2f + random.between(-MAX_SHIFT, MAX_SHIFT),
                    (float) (sine * width),
                    (float) ((sine * slant + cosine) * size),
                    SIDE / 2f + random.between(-MAX_SHIFT, MAX_SHIFT));
        }

        /** The stroke in pixels, moved a little, as no hand draws the same twice. */
        float[] place(float[] stroke, SplitMix random) {
            float right = random.between(-MAX_WOBBLE, MAX_WOBBLE);
            float down = random.between(-MAX_WOBBLE, MAX_WOBBLE);
            float[] points = new float[stroke.length];
            for (int i = 0; i < stroke.length; i += 2) {
                float u = stroke[i] + right;
                float v = stroke[i + 1] + down;
                points[i] = x + xx * u + xy * v;
                points[i + 1] = y + yx * u + yy * v;
            }
            return points;
        }
    }
}
