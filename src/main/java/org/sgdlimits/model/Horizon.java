package org.sgdlimits.model;

/**
 * How long to train, in one of the three clocks: factor · d^power, and no fewer than some number of steps.
 *
 * @param clock steps, τ = steps/d, or flow time (1/p)∫γ dτ
 * @param factor the end, in that clock, where it is the same in every dimension
 * @param power how it follows the dimension; 0 where it does not
 * @param leastSteps the fewest steps, whatever the clock says
 */
public record Horizon(ClockUnit clock, double factor, double power, long leastSteps) {

    /** The three clocks. */
    public enum ClockUnit {
        /** SGD steps. */
        STEPS,
        /** τ = steps/d. */
        TAU,
        /** t = (1/p)∫γ dτ. */
        FLOW_TIME
    }

    public Horizon {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("run.horizon: expected a number > 0, got " + factor);
        }
        if (leastSteps < 0) {
            throw new IllegalArgumentException("run.horizon: expected a number of steps >= 0, got " + leastSteps);
        }
        if (!Double.isFinite(power)) {
            throw new IllegalArgumentException("run.horizon: expected a finite power of the dimension, got " + power);
        }
    }

    /** The same end in every dimension. */
    public Horizon(ClockUnit clock, double value) {
        this(clock, value, 0, 0);
    }

    /** factor · d^power. */
    public Horizon(ClockUnit clock, double factor, double power) {
        this(clock, factor, power, 0);
    }

    /** A number of steps. */
    public static Horizon steps(long steps) {
        return new Horizon(ClockUnit.STEPS, steps);
    }

    /** A time in τ = steps/d. */
    public static Horizon tau(double tau) {
        return new Horizon(ClockUnit.TAU, tau);
    }

    /** A flow time (1/p)∫γ dτ. */
    public static Horizon flowTime(double time) {
        return new Horizon(ClockUnit.FLOW_TIME, time);
    }

    /** The same horizon times d^power. */
    public Horizon scaling(double other) {
        return new Horizon(clock, factor, other, leastSteps);
    }

    /** The same horizon, but no fewer than so many steps. */
    public Horizon atLeast(long steps) {
        return new Horizon(clock, factor, power, steps);
    }

    /** The end in dimension d, in the horizon's clock, {@link #leastSteps} aside; a number of steps is at least one. */
    public double value(long dimension) {
        double value = power == 0 ? factor : factor * Math.pow((double) dimension, power);
        return clock == ClockUnit.STEPS ? Math.max(1, Math.rint(value)) : value;
    }
}
