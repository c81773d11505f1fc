package io.stampede.bench.cli;

/** How a command answers on standard output. */
enum OutputFormat {
    /** For people. */
    TEXT,
    /** One JSON document for programs. */
    JSON
}
