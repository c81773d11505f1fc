package io.stampede.bench.experiment;

import io.stampede.bench.method.MethodEntry.Need;
import io.stampede.bench.method.Methods;
import java.util.List;
import java.util.Map;

/**
 * What an experiment gave so far.
 *
 * @param settings what decided its runs
 * @param description everything asked for and found, by name
 * @param targetNames source of each target to its name for people
 * @param plan all runs, finished or not, in the order of the outputs
 * @param records the finished runs, in the order of the plan
 * @param failures runs that ended with an error, with its line
 */
public record ExperimentOutcome(
        ExperimentSettings settings,
        Map<String, String> description,
        Map<String, TargetName> targetNames,
        List<RunKey> plan,
        List<RunRecord> records,
        Map<RunKey, String> failures) {
    /** Copies. */
    public ExperimentOutcome {
        plan = List.copyOf(plan);
        records = List.copyOf(records);
    }

    /** Whether every run is finished. */
    public boolean isComplete() {
        return records.size() == plan.size();
    }

    /** What people call a target: its name, or its source where several have that name. */
    public String label(String target) {
        String name = targetNames.get(target).text();
        long namesakes = targetNames.values().stream().filter(o -> o.text().equals(name)).count();
        return namesakes == 1 ? name : target;
    }

    /** What people call a run but for its seed, with its budget where several were tried. */
    public String label(RunKey key) {
        boolean tells = settings.limits().size() > 1 && Methods.of(key.method()).needs(Need.BUDGET);
        return tells ? key.label() + " (" + key.limit() + ")" : key.label();
    }
}
