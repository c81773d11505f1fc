/**
 * BBDropout: prunes a network on the target itself by sparse gates (algorithms.md 3.1 and 10.5).
 *
 * <p>The gates are STAMP's without the set: only the posterior of pi is learned, for each target
 * anew, which is the search that STAMP saves.
 */
package io.stampede.bench.method.bbdropout;
