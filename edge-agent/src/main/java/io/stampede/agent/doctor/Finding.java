package io.stampede.agent.doctor;

import static java.util.Objects.requireNonNull;

/**
 * What one check found.
 *
 * @param check name of the check, for programs
 * @param level how bad it is
 * @param found what was found, one line
 * @param fix what to do about it, one line, empty where nothing is to be done
 */
public record Finding(String check, Level level, String found, String fix) {
    /** How bad a finding is. */
    public enum Level {
        /** As it should be. */
        FINE,
        /** The agent works and something needs attention. */
        WARNING,
        /** The agent cannot work. */
        PROBLEM
    }

    /** Makes one line of each text. */
    public Finding {
        requireNonNull(check, "check is null");
        requireNonNull(level, "level is null");
        found = oneLine(requireNonNull(found, "found is null"));
        fix = oneLine(requireNonNull(fix, "fix is null"));
        if (level != Level.FINE && fix.isEmpty()) {
            throw new IllegalArgumentException("expected a fix for '" + found + "', found none");
        }
    }

    /** All is well. */
    public static Finding fine(String check, String found) {
        return new Finding(check, Level.FINE, found, "");
    }

    /** Something needs attention. */
    public static Finding warning(String check, String found, String fix) {
        return new Finding(check, Level.WARNING, found, fix);
    }

    /** The agent cannot work. */
    public static Finding problem(String check, String found, String fix) {
        return new Finding(check, Level.PROBLEM, found, fix);
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
