package io.stampede.core.data;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;

/**
 * What {@code procedural:...} asks for: {@code source} or {@code target}, then any of {@code seed},
 * {@code classes}, {@code per-class}, {@code test-per-class} as in {@code
 * source?seed=7&per-class=100}.
 *
 * @param domain source or target classes, which have no glyph in common
 * @param seed which glyphs and pictures
 * @param classes number of classes, 2 to 1,000
 * @param trainPerClass pictures of each class to learn from
 * @param testPerClass pictures of each class to measure on
 */
record ProceduralOptions(
        Domain domain, long seed, int classes, int trainPerClass, int testPerClass) {
    /** Which of the two sets of classes. */
    enum Domain {
        /** What phi is trained on. */
        SOURCE,
        /** What a device adapts to. */
        TARGET
    }

    private static final int MAX_CLASSES = 1000;
    private static final int MAX_PER_CLASS = 10_000;

    static final ProceduralOptions SOURCE = new ProceduralOptions(Domain.SOURCE, 0, 100, 120, 20);
    static final ProceduralOptions TARGET = new ProceduralOptions(Domain.TARGET, 0, 10, 200, 100);

    /** Checks that every number is within its bounds. */
    ProceduralOptions {
        requireWithin("classes", classes, 2, MAX_CLASSES);
        requireWithin("per-class", trainPerClass, 1, MAX_PER_CLASS);
        requireWithin("test-per-class", testPerClass, 1, MAX_PER_CLASS);
    }

    /** Reads what stands behind {@code procedural:}. */
    static ProceduralOptions parse(String path) {
        int question = path.indexOf('?');
        String domain = question < 0 ? path : path.substring(0, question);
        ProceduralOptions options;
        if (domain.equals("source")) {
            options = SOURCE;
        } else if (domain.equals("target")) {
            options = TARGET;
        } else {
            throw invalid("expected procedural:source or procedural:target, found '" + path + "'");
        }
        if (question >= 0) {
            for (String option : path.substring(question + 1).split("&", -1)) {
                options = options.with(option);
            }
        }
        return options;
    }

    /** Pictures of each class in a split. */
    int perClass(Split split) {
        return split == Split.TRAIN ? trainPerClass : testPerClass;
    }

    private ProceduralOptions with(String option) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        String value = equals < 0 ? "" : option.substring(equals + 1);
        return switch (name) {
            case "seed" ->
                    new ProceduralOptions(
                            domain, number(name, value), classes, trainPerClass, testPerClass);
            case "classes" ->
                    new ProceduralOptions(
                            domain, seed, count(name, value), trainPerClass, testPerClass);
            case "per-class" ->
                    new ProceduralOptions(domain, seed, classes, count(name, value), testPerClass);
            case "test-per-class" ->
                    new ProceduralOptions(domain, seed, classes, trainPerClass, count(name, value));
            default ->
                    throw invalid(
                            "expected option seed, classes, per-class or test-per-class, found '"
                                    + name
                                    + "'");
        };
    }

    private static int count(String name, String value) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number(name, value)));
    }

    private static long number(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected a whole number for option %s, found '%s'".formatted(name, value),
                    e);
        }
    }

    private static void requireWithin(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw invalid("expected %s of %d to %d, found %d".formatted(name, min, max, value));
        }
    }

    private static StampedeException invalid(String message) {
        return new StampedeException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
