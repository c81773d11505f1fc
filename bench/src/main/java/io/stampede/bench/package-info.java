/**
 * The demo and the paper's experiments.
 *
 * <p>Depends on core alone: server and agent are other programs, reached by command line and HTTP.
 * {@link io.stampede.bench.BenchMain} is where the launcher enters.
 */
package io.stampede.bench;
