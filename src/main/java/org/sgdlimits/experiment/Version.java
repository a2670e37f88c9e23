package org.sgdlimits.experiment;

import java.util.Optional;

/** The version of the program and of the Java that runs it. */
public final class Version {

    private Version() {}

    /** The version of the jar; {@code development} for classes outside one. */
    public static String program() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    /** The Java that runs it. */
    public static String java() {
        return System.getProperty("java.version");
    }
}
