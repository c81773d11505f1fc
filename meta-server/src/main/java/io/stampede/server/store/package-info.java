/** The embedded database, H2 in the data directory: plain SQL behind the ports of the domain. */
package io.stampede.server.store;
