package io.stampede.core.train;

/** The version of this code, as provenance records it. */
final class CodeVersion {
    /** From the jar's manifest; "development" when run from classes. */
    static final String CURRENT = current();

    private CodeVersion() {}

    private static String current() {
        String version = CodeVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
