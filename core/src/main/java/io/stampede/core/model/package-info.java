/**
 * Model files: safetensors, phi and subnetworks (format.md), with their provenance.
 *
 * <p>Plain ring: bytes in, {@code float[]} out, no tensor engine. Whatever a file holds, reading it
 * gives valid values or a {@link io.stampede.core.StampedeException}, and never allocates more than
 * the file's own size asks for.
 */
package io.stampede.core.model;
