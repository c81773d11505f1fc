package io.stampede.agent.adapt;

import java.io.IOException;

/** Stands in for {@code adapt} in a process of its own. */
final class FakeAdaptProgram {
    private FakeAdaptProgram() {}

    /** Does what the first argument, which is the test's and not the agent's, asks for. */
    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "refuse":
                System.err.println("some library says hello");
                System.out.println("{\"smallest_budget\":{\"max_parameters\":5}}");
                System.err.println("stampede agent: BUDGET_INFEASIBLE: expected at least 5");
                System.exit(5);
                break;
            case "vanish":
                Runtime.getRuntime().halt(137);
                break;
            case "wait":
                System.err.println("progress fine_tune 3 4");
                while (System.in.read() >= 0) {
                    // Until the parent closes its end.
                }
                System.exit(10);
                break;
            default:
                System.out.println("no document at all");
        }
    }
}
