/** Model files: safetensors, phi and subnetworks (format.md), with their provenance. */
package io.stampede.core.model;
