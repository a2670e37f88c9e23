package org.sgdlimits.method;

import org.sgdlimits.model.Model;
import org.sgdlimits.model.Problem;

/**
 * A way to solve a problem. The type parameter is what the method needs of a model, so that asking for an SDE of a model
 * without a noise does not compile.
 *
 * @param <M> the models it can solve
 */
public interface Method<M extends Model> {

    /** The name on the command line and in the files. */
    String name();

    /** What the method needs of a model, for callers that only know at run time. */
    Class<M> needs();

    /** What the method needs of the training rule. */
    RuleNeed needsOfRule();

    /**
     * Refuses a problem that the method cannot solve, as far as that is known before anything is computed.
     *
     * @throws IllegalArgumentException that names the key
     */
    default void requireAdmitted(Problem<? extends M> problem) {
        needsOfRule().require(name(), problem);
    }

    /** Whether the method saves at any time asked for, rather than after whole steps. */
    boolean isContinuous();

    /**
     * Solves a problem.
     *
     * @param listener receives every replica's path
     * @throws IllegalArgumentException if the problem asks for what the method cannot do
     */
    Trajectory solve(Problem<? extends M> problem, RunSettings settings, PathListener listener);

    /** Solves a problem and keeps statistics only. */
    default Trajectory solve(Problem<? extends M> problem, RunSettings settings) {
        return solve(problem, settings, PathListener.none());
    }

    /**
     * When each run first meets a threshold: after a whole step for step methods; root-found for the ODE; with the chance of a
     * passing between steps for the SDE. Runs are those of {@link #solve}, replica by replica.
     *
     * @throws IllegalArgumentException if there is no such observable, or the problem asks for what the method cannot do
     */
    Passages passages(Problem<? extends M> problem, RunSettings settings, Threshold threshold);
}
