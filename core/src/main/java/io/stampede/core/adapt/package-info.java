/** What a device does with phi, end to end. */
package io.stampede.core.adapt;
