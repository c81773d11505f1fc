/**
 * The commands: one adaptation, a look at masks, predictions, the daemon's state.
 *
 * <p>None but {@code run} starts Quarkus. With {@code --output json} standard output holds exactly
 * one document; everything else, progress and errors included, goes to standard error.
 */
package io.stampede.agent.cli;
