package org.sgdlimits.law;

import java.util.random.RandomGenerator;

/** {@link Dynamics} with its stochastic correction, ds = drift dτ + (covariance/d)^{1/2} dB. */
public interface NoisyDynamics extends Dynamics {

    /** Writes the covariance matrix; d^{−2} times it is the covariance of one step to leading order. */
    void covariance(double tau, double[] s, double[][] out);

    /** Draws a random vector of mean zero with that covariance. */
    void noise(double tau, double[] s, RandomGenerator random, double[] out);

    /**
     * The variance of gradientᵀ·noise at the state of the last {@link #noise}, from what that call computed: exact where it
     * had the covariance; where it had samples, an estimate, unbiased but for the noise orthogonal to all directions that the
     * finite-d corrections add, of relative order γ²/(d n_b).
     */
    double noiseVariance(double[] gradient);
}
