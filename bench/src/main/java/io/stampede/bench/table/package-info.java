/** Shows the results of a comparison to people. */
package io.stampede.bench.table;
