package org.sgdlimits.model;

import java.util.List;

/**
 * A limit stated by its own sufficient statistics s: ds/dτ = drift(τ, s), with τ = steps/d.
 *
 * <p>Nothing is derived. Add a noise by implementing {@link NoisyLimit} and the SGD that the limit claims to describe by
 * implementing {@link SampledLimit}; ODE, SDE, comparison and reports then work as for any other model.
 */
public interface Limit extends Model {

    /** Names of the statistics, in the order of the state vector; they name the observables. */
    List<String> statistics();

    /**
     * The drift ds/dτ.
     *
     * @param tau steps/d
     * @param state s, one entry a statistic; not to be changed
     * @param out receives ds/dτ
     */
    void drift(double tau, double[] state, double[] out);
}
