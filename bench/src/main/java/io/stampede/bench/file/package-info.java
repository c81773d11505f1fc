/** Files that live no longer than what needs them. */
package io.stampede.bench.file;
