package io.stampede.bench.method.metapruning;

import java.util.List;

/**
 * One point of a {@link GeneSpace}: how wide each of its genes is.
 *
 * @param ids index of a scale for each gene
 */
record Structure(List<Integer> ids) {
    Structure {
        ids = List.copyOf(ids);
    }
}
