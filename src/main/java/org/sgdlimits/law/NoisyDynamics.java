package org.sgdlimits.law;

/** {@link Dynamics} with its stochastic correction, ds = drift dτ + (covariance/d)^{1/2} dB. */
public interface NoisyDynamics extends Dynamics {

    /** Writes the covariance matrix; d^{−2} times it is the covariance of one step to leading order. */
    void covariance(double tau, double[] s, double[][] out);
}
