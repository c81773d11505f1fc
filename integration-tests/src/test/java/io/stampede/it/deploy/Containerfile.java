package io.stampede.it.deploy;

import io.stampede.it.Checkout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A container file, instruction by instruction.
 *
 * @param instructions keyword and the rest of its line, continued lines joined
 */
record Containerfile(List<Instruction> instructions) {
    /** One line such as {@code EXPOSE 8080}. */
    record Instruction(String keyword, String rest) {}

    static Containerfile read(String application) {
        return parse(Checkout.text(path(application)));
    }

    static String path(String application) {
        return "deploy/containers/" + application + ".Containerfile";
    }

    private static Containerfile parse(String text) {
        List<Instruction> instructions = new ArrayList<>();
        for (String line : text.replaceAll("\\\\\n\\s*", " ").lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] words = line.strip().split("\\s+", 2);
                instructions.add(new Instruction(words[0], words[1]));
            }
        }
        return new Containerfile(List.copyOf(instructions));
    }

    List<String> all(String keyword) {
        return instructions.stream()
                .filter(instruction -> instruction.keyword().equals(keyword))
                .map(Instruction::rest)
                .toList();
    }

    String one(String keyword) {
        List<String> found = all(keyword);
        if (found.size() != 1) {
            throw new AssertionError("expected one " + keyword + ", found " + found);
        }
        return found.get(0);
    }

    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String pair : one("ENV").split("\\s+")) {
            String[] sides = pair.split("=", 2);
            environment.put(sides[0], sides[1]);
        }
        return environment;
    }

    String user() {
        return one("USER");
    }
}
