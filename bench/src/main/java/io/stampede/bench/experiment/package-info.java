/**
 * The paper's tables and figures: which runs they are made of, and how these are carried out.
 *
 * <p>{@link io.stampede.bench.experiment.Preparation} checks everything that was asked for before
 * anything is written; {@link io.stampede.bench.experiment.ExperimentRun} then works off the runs
 * and goes on where an interrupted one stopped. What is written about them is the business of
 * {@code report}.
 */
package io.stampede.bench.experiment;
