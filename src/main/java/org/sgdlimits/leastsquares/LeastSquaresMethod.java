package org.sgdlimits.leastsquares;

import org.sgdlimits.method.PathListener;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Trajectory;

/** A way to solve a least-squares problem on a data matrix. In the trajectories τ is t, epochs; steps are updates. */
public interface LeastSquaresMethod {

    /** The name on the command line and in the files. */
    String name();

    /** Whether the method saves at any time asked for, rather than after whole updates. */
    boolean isContinuous(LeastSquaresProblem problem);

    /**
     * Refuses a problem that the method cannot solve, as far as that is known before anything is computed.
     *
     * @throws IllegalArgumentException that names the key
     */
    default void requireAdmitted(LeastSquaresProblem problem) {}

    /**
     * Solves a problem.
     *
     * @param listener receives every replica's path
     * @throws IllegalArgumentException if the problem asks for what the method cannot do
     */
    Trajectory solve(LeastSquaresProblem problem, RunSettings settings, PathListener listener);

    /** Solves a problem and keeps statistics only. */
    default Trajectory solve(LeastSquaresProblem problem, RunSettings settings) {
        return solve(problem, settings, PathListener.none());
    }
}
