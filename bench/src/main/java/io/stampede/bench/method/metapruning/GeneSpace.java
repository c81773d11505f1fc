package io.stampede.bench.method.metapruning;

import io.stampede.core.network.Architecture;
import io.stampede.core.network.NetworkSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The structures that MetaPruning chooses from: 31 scales from 0.10 to 1.00 in steps of 0.03, one
 * gene per layer of a VGG; in a ResNet-18 one per block for its inner layer and one per stage for
 * all its outputs, the stem's being those of the first stage.
 *
 * <p>Unlike in the authors' code the last layer is no exception: its classifier is cropped with it.
 */
final class GeneSpace {
    /** Number of scales. */
    static final int SCALES = 31;

    private static final int LEAST_PERCENT = 10;
    private static final int STEP_PERCENT = 3;

    private final NetworkSpec full;
    private final Map<String, Integer> geneOfGroup = new LinkedHashMap<>();
    private final int genes;

    GeneSpace(NetworkSpec full) {
        this.full = full;
        Map<String, Integer> byName = new LinkedHashMap<>();
        for (String group : full.channels().keySet()) {
            String name = full.architecture() == Architecture.RESNET18 ? shared(group) : group;
            Integer gene = byName.computeIfAbsent(name, absent -> byName.size());
            geneOfGroup.put(group, gene);
        }
        this.genes = byName.size();
    }

    private static String shared(String group) {
        if (group.equals("stem")) {
            return "stage1";
        }
        return group.endsWith(".out") ? group.substring(0, group.indexOf('.')) : group;
    }

    /** Number of genes. */
    int genes() {
        return genes;
    }

    /** The network before any cut. */
    NetworkSpec full() {
        return full;
    }

    /** The network of a structure: of each group the first {@code channels * scale} channels. */
    NetworkSpec network(Structure structure) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        full.channels()
                .forEach(
                        (group, channels) ->
                                counts.put(
                                        group,
                                        Math.max(1, channels * percent(structure, group) / 100)));
        return full.withChannels(counts);
    }

    /** Scale of a group in (0, 1], 1 for the picture. */
    float scale(Structure structure, String group) {
        return NetworkSpec.IMAGE.equals(group) ? 1 : percent(structure, group) / 100f;
    }

    /** A structure whose ids lie between two bounds, the upper one exclusive. */
    Structure draw(RandomGenerator random, int from, int to) {
        List<Integer> ids = new ArrayList<>();
        for (int gene = 0; gene < genes; gene++) {
            ids.add(random.nextInt(from, to));
        }
        return new Structure(ids);
    }

    private int percent(Structure structure, String group) {
        return LEAST_PERCENT + STEP_PERCENT * structure.ids().get(geneOfGroup.get(group));
    }
}
