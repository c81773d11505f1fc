/** Beta-Bernoulli gates: expectation, relaxed sampling, KL divergence (algorithms.md 3). */
package io.stampede.core.gate;
