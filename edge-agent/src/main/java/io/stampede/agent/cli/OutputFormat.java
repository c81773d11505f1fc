package io.stampede.agent.cli;

/** How a command answers. Lower case, because this is what people type. */
enum OutputFormat {
    /** Lines for people. */
    text,
    /** One JSON document for programs. */
    json
}
