package io.stampede.server.report;

/** What became of a message that was not refused. */
public enum Intake {
    /** It is in the database now. */
    STORED,
    /** It was there already; nothing changed. */
    DUPLICATE
}
