package org.sgdlimits.model;

import java.util.function.DoubleUnaryOperator;

/** A learning rate γ(τ) > 0 as a function of the clock τ = steps/d. */
public interface Schedule {

    /** γ(τ). */
    double rate(double tau);

    /** ∫₀^τ γ; p times the flow time. */
    double integral(double tau);

    /** The times at which γ jumps, in increasing order; an integrator restarts there. A fresh array. */
    default double[] jumps() {
        return new double[0];
    }

    /** One line for people. */
    String describe();

    /** A constant rate. */
    static Schedule constant(double rate) {
        return new Schedules.Constant(rate);
    }

    /**
     * A piecewise constant rate: {@code rates[0]} until {@code times[0]}, then {@code rates[1]} until {@code times[1]}, and so
     * on; one rate more than times.
     */
    static Schedule piecewise(double[] times, double[] rates) {
        return new Schedules.Piecewise(times, rates);
    }

    /** γ(τ) = rate·(1 + τ/time)^(−exponent). */
    static Schedule power(double rate, double time, double exponent) {
        return new Schedules.Power(rate, time, exponent);
    }

    /** A rate of the user's own, continuous and positive; its integral is found by adaptive quadrature. */
    static Schedule function(DoubleUnaryOperator rate) {
        return new Schedules.Function(rate);
    }

    /** This schedule times a factor &gt; 0. */
    default Schedule times(double factor) {
        return new Schedules.Scaled(this, factor);
    }
}
