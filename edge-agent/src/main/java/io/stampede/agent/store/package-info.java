/**
 * What the agent keeps on disk: the layout of its data directory, one SQLite database, and files
 * that are replaced atomically.
 */
package io.stampede.agent.store;
