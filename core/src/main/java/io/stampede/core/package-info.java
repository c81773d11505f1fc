/**
 * The paper STAMP as a library, in two rings.
 *
 * <p>The plain ring ({@code network}, {@code prune}, {@code model}, {@code data}) knows no tensor
 * engine and runs in milliseconds. The tensor ring ({@code nn}, {@code gate}, {@code mask}, {@code
 * train}, {@code adapt}) uses DJL's engine-neutral API. The walls are held by {@code WallsTest}.
 */
package io.stampede.core;
