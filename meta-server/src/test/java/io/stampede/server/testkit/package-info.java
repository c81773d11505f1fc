/** Fakes of the server's ports, for all of its tests. */
package io.stampede.server.testkit;
