/**
 * Reads every file of {@code deploy/} and holds its names, keys, ports and paths against the code.
 * No image is built and nothing is applied: that needs what a development machine lacks.
 */
package io.stampede.it.deploy;
