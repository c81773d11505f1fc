/** A real Kafka broker inside this JVM, for those who run none: KRaft mode, loopback only. */
package io.stampede.server.broker;
