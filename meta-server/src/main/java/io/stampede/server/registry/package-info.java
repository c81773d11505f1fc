/**
 * The registry of sealed models: each file gets a version, a digest and a place on disk that
 * nothing overwrites.
 */
package io.stampede.server.registry;
