/** Adapters to Kafka: topics, outgoing models, incoming device messages, dead letters. */
package io.stampede.server.kafka;
