/**
 * Turns a fine-tuned subnetwork into the file that serves, and believes it only after it has been
 * held against the engine that trained it, on the device's own pictures.
 *
 * <p>An export that fails costs nothing: the subnetwork is there, and PyTorch serves it.
 */
package io.stampede.agent.export;
