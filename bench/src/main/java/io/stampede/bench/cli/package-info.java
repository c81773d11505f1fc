/**
 * The commands of this module, as picocli wants them: each reads its options, calls what does the
 * work, and prints.
 *
 * <p>Documents go to standard output, everything else to standard error. Errors are one line and
 * the exit code of their {@link io.stampede.core.ErrorCode}.
 */
package io.stampede.bench.cli;
