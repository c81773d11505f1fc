package io.stampede.core.data;

import java.nio.file.Path;
import java.util.List;

/**
 * Pictures that Stampede draws itself, for demonstration where there is no other data.
 *
 * <p>A class is a {@link Glyph}. Picture i of a class depends on seed, split, class and i alone, so
 * that asking for more adds pictures and changes none. Classes take turns: any first pictures are
 * balanced. Accuracies on these pictures say nothing about those of the paper.
 */
final class ProceduralSource implements ImageSource {
    private final ProceduralOptions options;

    ProceduralSource(ProceduralOptions options) {
        this.options = options;
    }

    @Override
    public ImageDataset load(Split split) {
        List<Glyph> glyphs = GlyphSet.invent(options);
        int perClass = options.perClass(split);
        int count = glyphs.size() * perClass;
        PictureBuffer pictures = PictureBuffer.of(count, Path.of("procedural"));
        GlyphPainter painter = new GlyphPainter();
        for (int i = 0; i < count; i++) {
            int label = i % glyphs.size();
            int picture = i / glyphs.size();
            SplitMix random =
                    SplitMix.of(
                            options.seed(),
                            options.domain().ordinal(),
                            split.ordinal(),
                            label,
                            picture);
            painter.paint(glyphs.get(label), random, pictures.pixels(), pictures.offset());
            pictures.endPicture(label);
        }
        List<String> names =
                LabelNames.numbered(glyphs.size()).stream().map(name -> "glyph-" + name).toList();
        return pictures.toDataset(names);
    }
}
