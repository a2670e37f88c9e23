package org.sgdlimits.model;

/** A {@link Limit} with its stochastic correction: ds = drift dτ + (covariance/d)^{1/2} dB, B in the clock τ = steps/d. */
public interface NoisyLimit extends Limit, NoisyModel {

    /**
     * The covariance of the noise, d times the covariance of one step times d: a symmetric positive semidefinite matrix.
     *
     * @param tau steps/d
     * @param state s
     * @param out receives the covariance, (number of statistics)²
     */
    void covariance(double tau, double[] state, double[][] out);
}
