/**
 * Methods that take single weights away instead of channels: SNIP and Edge-Popup.
 *
 * <p>What they give has few parameters and full multiply-adds: the zeros go through dense kernels
 * (algorithms.md sections 6, 10.1 and 10.2).
 */
package io.stampede.bench.method.sparse;
