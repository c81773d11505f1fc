/** Measures what a training step costs. */
package io.stampede.bench.speed;
