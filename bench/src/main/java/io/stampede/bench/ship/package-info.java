/**
 * {@code stampede train ship}: turns what a training left into a model that comes with the product.
 *
 * <p>{@link io.stampede.bench.ship.Shipment} is the order of events.
 */
package io.stampede.bench.ship;
