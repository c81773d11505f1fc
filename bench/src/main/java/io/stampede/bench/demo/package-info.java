/**
 * {@code stampede demo}: the paper on one machine, with a server and a device as two processes.
 *
 * <p>{@link io.stampede.bench.demo.Demo} is the order of events; everything else is a part of it.
 */
package io.stampede.bench.demo;
