/**
 * What an experiment leaves for people and programs: {@code results.csv}, {@code results.json},
 * {@code table.txt} and charts, with the paper's numbers beside those measured.
 */
package io.stampede.bench.experiment.report;
