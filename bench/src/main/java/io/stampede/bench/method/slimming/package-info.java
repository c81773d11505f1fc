/**
 * Network slimming, a structured peer of STAMP: train with an L1 penalty on the scales of batch
 * norm, give up the channels whose scales are smallest, train on (algorithms.md 10.6).
 *
 * <p>See: Liu et al., Learning Efficient Convolutional Networks through Network Slimming, 2017.
 */
package io.stampede.bench.method.slimming;
