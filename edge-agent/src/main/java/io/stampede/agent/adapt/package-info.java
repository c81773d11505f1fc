/**
 * Runs adaptations for the daemon, and keeps the two slots that their results live in.
 *
 * <p>The tensor engine is loaded in a child process only, because native memory is given back for
 * certain when a process ends.
 */
package io.stampede.agent.adapt;
