package io.stampede.agent.doctor;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.doctor.Finding.Level;
import io.stampede.core.StampedeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs checks one after the other; a check that fails is a finding, not an end. */
public final class Doctor {
    /** Exit status where all is well. */
    public static final int FINE = 0;

    /** Exit status where something needs attention. */
    public static final int ATTENTION = 1;

    /** Exit status where the agent cannot work. */
    public static final int CANNOT_WORK = 4;

    private final Map<String, Check> checks = new LinkedHashMap<>();

    /** Adds a check behind those that are there. */
    public Doctor with(String name, Check check) {
        checks.put(requireNonNull(name, "name is null"), requireNonNull(check, "check is null"));
        return this;
    }

    /** Looks at everything. */
    public List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        checks.forEach((name, check) -> findings.addAll(look(name, check)));
        return List.copyOf(findings);
    }

    /** The exit status that findings deserve. */
    public static int status(List<Finding> findings) {
        if (findings.stream().anyMatch(finding -> finding.level() == Level.PROBLEM)) {
            return CANNOT_WORK;
        }
        boolean warned = findings.stream().anyMatch(finding -> finding.level() == Level.WARNING);
        return warned ? ATTENTION : FINE;
    }

    private static List<Finding> look(String name, Check check) {
        try {
            return check.look();
        } catch (StampedeException e) {
            return List.of(
                    Finding.problem(
                            name,
                            e.code() + ": " + e.getMessage(),
                            "see " + e.code().number() + " in docs/errors.md"));
        } catch (RuntimeException e) {
            return List.of(
                    Finding.problem(name, "the check failed: " + e, "please report this defect"));
        }
    }
}
