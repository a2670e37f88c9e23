package org.sgdlimits.leastsquares;

import org.sgdlimits.method.RunSettings;

/** Where the methods have the modes of a problem from. */
@FunctionalInterface
public interface ModeSource {

    /**
     * The modes.
     *
     * @param settings whose threads and progress are used; results depend on neither
     */
    DataModes of(LeastSquaresProblem problem, RunSettings settings);

    /** Whether these will be exact, known before they are found. */
    default boolean isExact(LeastSquaresProblem problem) {
        return true;
    }
}
