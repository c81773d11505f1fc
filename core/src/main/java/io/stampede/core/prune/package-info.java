/**
 * Decides which channels stay: masks, budgets and the solver between them (algorithms.md 7).
 *
 * <p>Plain ring: scores in, kept indices out, exact integer costs, no tensors.
 */
package io.stampede.core.prune;
