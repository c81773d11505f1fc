/** Starts other programs of Stampede as processes of their own and never leaves one behind. */
package io.stampede.bench.process;
