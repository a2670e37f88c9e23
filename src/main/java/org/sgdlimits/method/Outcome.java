package org.sgdlimits.method;

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
    static Outcome diverged(double tau, String component, double value) {
        return new Outcome(
                Kind.DIVERGED,
                component + " reached " + value + " at tau = " + tau
                        + "; a smaller learning rate or a larger batch keeps it finite");
    }

    /** Whether the horizon was reached. */
    public boolean isCompleted() {
        return kind == Kind.COMPLETED;
    }
}
