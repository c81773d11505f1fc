/** Everything that takes gradient steps: pretraining, Algorithm 1, pruning steps, fine-tuning. */
package io.stampede.core.train;
