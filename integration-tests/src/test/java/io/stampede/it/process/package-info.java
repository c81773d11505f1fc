/** Starts server and agent as a user does, as processes of their own, and watches them. */
package io.stampede.it.process;
