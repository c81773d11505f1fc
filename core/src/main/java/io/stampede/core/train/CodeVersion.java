package io.stampede.core.train;

/** The version of this code, as provenance records it. */
public final class CodeVersion {
    /**
     * Version and commit from the jar's manifest, the commit marked "dirty" where files differed
     * from it; "development" when run from classes.
     */
    public static final String CURRENT = current();

    private CodeVersion() {}

    private static String current() {
        String version = CodeVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
