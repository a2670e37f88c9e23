package org.sgdlimits.method;

/**
 * How one run met a {@link Threshold}.
 *
 * @param kind whether it was reached
 * @param at when: the exit, or where the run ended without one
 * @param outcome how the run ended
 */
public record Passage(Kind kind, Trajectory.Instant at, Outcome outcome) {

    /** Whether the threshold was reached. */
    public enum Kind {
        /** Reached. */
        EXITED,
        /** Not reached by the horizon. */
        CENSORED,
        /** Not reached before the run broke off. */
        FAILED
    }

    static Passage exited(Clock clock, double tau) {
        return new Passage(Kind.EXITED, clock.instant(tau), Outcome.completed());
    }

    static Passage censored(Clock clock, double tau) {
        return new Passage(Kind.CENSORED, clock.instant(tau), Outcome.completed());
    }

    static Passage failed(Clock clock, double tau, Outcome outcome) {
        return new Passage(Kind.FAILED, clock.instant(tau), outcome);
    }

    /** Whether the threshold was reached. */
    public boolean exited() {
        return kind == Kind.EXITED;
    }
}
