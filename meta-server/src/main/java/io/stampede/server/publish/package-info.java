/**
 * Publishing: a model goes out in chunks keyed by their hash, and only when the broker has all of
 * them the manifest that names them follows. What the broker has already is not sent again.
 */
package io.stampede.server.publish;
