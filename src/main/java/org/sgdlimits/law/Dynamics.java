package org.sgdlimits.law;

import java.util.List;
import java.util.Optional;

/**
 * The law of one step as the continuous methods see it: ds/dτ = drift(τ, s), τ = steps/d, together with what is observed of
 * a state. Holds scratch: one instance a thread.
 */
public interface Dynamics {

    /** Names of the entries of s. */
    List<String> components();

    /** Names of the observables. */
    List<String> observables();

    /** Writes the state at the start. */
    void start(double[] s);

    /** Writes ds/dτ. */
    void drift(double tau, double[] s, double[] out);

    /** Writes the observables of a state at a time. */
    void observe(double tau, double[] s, double[] out);

    /** One observable of a state, by its place in {@link #observables}. */
    double observe(double tau, double[] s, int observable);

    /** The particles that a state of many students is; empty where there are fewer than {@link Particles#FEWEST}. */
    default Optional<Particles> particles(double[] s) {
        return Optional.empty();
    }

    /**
     * Moves a state that has left the admissible set to its boundary.
     *
     * @return whether it had to be moved
     */
    boolean restore(double[] s);
}
