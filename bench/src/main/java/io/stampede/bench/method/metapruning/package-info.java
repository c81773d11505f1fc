/**
 * MetaPruning: a network that makes the weights of any structure, trained on the reference alone,
 * tells an evolutionary search which structure suits a target (algorithms.md 10.3).
 *
 * <p>See: Liu et al., MetaPruning: Meta Learning for Automatic Neural Network Channel Pruning,
 * 2019.
 */
package io.stampede.bench.method.metapruning;
