/** What commands show on standard error while they work. */
package io.stampede.bench.console;
