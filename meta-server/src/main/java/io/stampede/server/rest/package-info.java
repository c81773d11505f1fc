/**
 * The HTTP interface: JSON with snake_case keys, strict about what it takes, and RFC 7807 problems
 * with a {@code code} for what it refuses.
 */
package io.stampede.server.rest;
