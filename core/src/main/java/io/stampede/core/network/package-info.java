/**
 * What a network is before it has weights: layers, channel groups, exact costs.
 *
 * <p>A {@link io.stampede.core.network.NetworkSpec} is the single source for building, counting,
 * masking and slicing. A channel group is a set of channels that live and die together; its name is
 * the name of the gate that decides about them. Thanks to the 1x1 convolution on every shortcut
 * (algorithms.md 6.2) each gate is a group of its own.
 */
package io.stampede.core.network;
