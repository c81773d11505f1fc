/** Readiness and metrics of what Quarkus does not watch by itself. */
package io.stampede.server.health;
