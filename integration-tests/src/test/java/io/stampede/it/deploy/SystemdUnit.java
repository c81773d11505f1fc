package io.stampede.it.deploy;

import io.stampede.it.Checkout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The agent's systemd unit.
 *
 * @param sections name to directive to its values, in order
 */
record SystemdUnit(Map<String, Map<String, List<String>>> sections) {
    static SystemdUnit read() {
        Map<String, Map<String, List<String>>> sections = new LinkedHashMap<>();
        Map<String, List<String>> section = Map.of();
        for (String line :
                Checkout.text("deploy/systemd/stampede-agent.service").lines().toList()) {
            if (line.startsWith("[")) {
                section = new LinkedHashMap<>();
                sections.put(line.substring(1, line.length() - 1), section);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] sides = line.split("=", 2);
                section.computeIfAbsent(sides[0], name -> new ArrayList<>()).add(sides[1]);
            }
        }
        return new SystemdUnit(sections);
    }

    Map<String, List<String>> section(String name) {
        return sections.get(name);
    }

    /** The one value of a directive of the section Service. */
    String service(String directive) {
        List<String> values = section("Service").getOrDefault(directive, List.of());
        if (values.size() != 1) {
            throw new AssertionError("expected one " + directive + ", found " + values);
        }
        return values.get(0);
    }

    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String pair : section("Service").get("Environment")) {
            String[] sides = pair.split("=", 2);
            environment.put(sides[0], sides[1]);
        }
        return environment;
    }
}
