package org.sgdlimits.method;

import org.sgdlimits.law.UndefinedRateException;

/**
 * How a run ended, with the sentence that a user reads.
 *
 * @param kind what happened
 * @param message a sentence with time, component and a hint; empty when the run completed
 */
public record Outcome(Kind kind, String message) {

    /** What can happen. */
    public enum Kind {
        /** The horizon was reached. */
        COMPLETED,
        /** An entry of the state became infinite, undefined, or larger than {@link #BLOW_UP}. */
        DIVERGED,
        /** The integrator's step became smaller than the clock resolves. */
        STEP_COLLAPSED,
        /** The adaptive learning rate was not a positive number. */
        RATE_UNDEFINED,
        /** The work limit was reached before the horizon. */
        WORK_LIMIT
    }

    /** Overlaps are O(1); an entry this large has left every limit. */
    public static final double BLOW_UP = 1e12;

    /** A run that reached its horizon. */
    public static Outcome completed() {
        return new Outcome(Kind.COMPLETED, "");
    }

    /** A run that blew up. */
    public static Outcome diverged(double tau, String component, double value) {
        return new Outcome(
                Kind.DIVERGED,
                component + " reached " + value + " at tau = " + tau
                        + "; a smaller learning rate or a larger batch keeps it finite");
    }

    /** A run whose adaptive learning rate is undefined where it has come to. */
    static Outcome undefined(UndefinedRateException rate) {
        return new Outcome(Kind.RATE_UNDEFINED, rate.getMessage());
    }

    /** Whether the horizon was reached. */
    public boolean isCompleted() {
        return kind == Kind.COMPLETED;
    }
}
