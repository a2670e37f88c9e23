package org.sgdlimits.model;

/**
 * How long to train, in one of the three clocks.
 *
 * @param clock steps, τ = steps/d, or flow time (1/p)∫γ dτ
 * @param value the end, in that clock
 */
public record Horizon(ClockUnit clock, double value) {

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
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("run.horizon: expected a number > 0, got " + value);
        }
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
}
