/**
 * The numbers that the paper prints, to stand beside those measured.
 *
 * <p>They are the blocks of algorithms.md section 11, unchanged, as resources.
 */
package io.stampede.bench.experiment.paper;
