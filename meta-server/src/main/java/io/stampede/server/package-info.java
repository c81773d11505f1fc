/**
 * The meta-server: learns once how to prune, publishes what it learned, and hears what devices made
 * of it.
 *
 * <p>Start at {@link io.stampede.server.ServerMain}, then {@link io.stampede.server.Wiring}, which
 * shows every part on one page. The packages {@code job}, {@code registry}, {@code publish} and
 * {@code report} hold the domain and know neither Quarkus nor Kafka nor SQL; the others adapt.
 */
package io.stampede.server;
