/** Talks to a running meta-server as any client does: HTTP and JSON. */
package io.stampede.bench.remote;
