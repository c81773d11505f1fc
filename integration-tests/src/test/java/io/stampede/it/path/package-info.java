/** The request end to end, with two processes and a real broker between them. */
package io.stampede.it.path;
