/**
 * Every parser that sees bytes from outside, fed with noise and with damaged valid input: it gives
 * a value or a StampedeException, in bounded memory and time.
 *
 * <p>1,000 tries of each in the build; {@code -Dstampede.fuzz=1000} multiplies them, to 10^6.
 */
package io.stampede.agent.fuzz;
