/** From a set of pictures to a sliced network, with tensors (algorithms.md 5, 8). */
package io.stampede.core.mask;
