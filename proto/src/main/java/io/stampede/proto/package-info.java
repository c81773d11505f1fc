/**
 * What server and devices agree on: topic names, CloudEvents attributes, limits, and the messages
 * generated into {@code io.stampede.proto.v1}.
 *
 * <p>Knows neither Kafka nor the rest of Stampede, so that every side can depend on it.
 */
package io.stampede.proto;
