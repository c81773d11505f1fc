/**
 * Labelled pictures from files of every supported kind, and seeded ways to sample them.
 *
 * <p>Plain ring. Pictures are 32x32 RGB bytes, planes in CHW order, as in CIFAR's binary layout.
 */
package io.stampede.core.data;
