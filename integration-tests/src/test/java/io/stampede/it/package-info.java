/**
 * What only shows when everything is put together: {@code deploy} and {@code docs} held against the
 * code, server and agent as real processes.
 */
package io.stampede.it;
