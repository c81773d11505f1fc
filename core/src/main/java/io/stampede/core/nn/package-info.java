/** Attention blocks, the set encoder and the forward pass over a parameter map. */
package io.stampede.core.nn;
