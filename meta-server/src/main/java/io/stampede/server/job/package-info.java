/**
 * Meta-training jobs: one runs, a bounded number wait, each is on disk from the moment that it was
 * accepted, so that a restart goes on where the last stop interrupted.
 */
package io.stampede.server.job;
