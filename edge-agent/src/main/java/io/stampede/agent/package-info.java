/** The device's daemon and its commands. */
package io.stampede.agent;
