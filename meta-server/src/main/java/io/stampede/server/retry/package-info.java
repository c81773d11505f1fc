/** Trying again what a full disk or an absent broker refused. */
package io.stampede.server.retry;
