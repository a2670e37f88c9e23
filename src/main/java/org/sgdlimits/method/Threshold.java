package org.sgdlimits.method;

import java.util.Objects;

/**
 * The level at which a run counts as having exited: the first time at which an observable lies at it or beyond.
 *
 * @param observable its name
 * @param kind where the level lies
 * @param value the level, or the fraction T of a fall
 */
public record Threshold(String observable, Kind kind, double value) {

    /** Where the level lies. */
    public enum Kind {
        /** The observable has risen to the value. */
        ABOVE,
        /** The observable has fallen to the value. */
        BELOW,
        /** The observable has fallen to (1 − T) of what it was at the run's own start. */
        FALL
    }

    /** @throws IllegalArgumentException if the value is not finite, or a fraction does not lie between 0 and 1 */
    public Threshold {
        Objects.requireNonNull(observable, "exit.observable");
        Objects.requireNonNull(kind, "exit");
        if (kind == Kind.FALL && !(value > 0 && value < 1)) {
            throw new IllegalArgumentException("exit.fraction: expected a number between 0 and 1, got " + value);
        }
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "exit." + (kind == Kind.ABOVE ? "above" : "below") + ": expected a finite number, got " + value);
        }
    }

    /** The observable rises to a level. */
    public static Threshold above(String observable, double level) {
        return new Threshold(observable, Kind.ABOVE, level);
    }

    /** The observable falls to a level. */
    public static Threshold below(String observable, double level) {
        return new Threshold(observable, Kind.BELOW, level);
    }

    /** The observable falls to (1 − fraction) of its start. */
    public static Threshold fall(String observable, double fraction) {
        return new Threshold(observable, Kind.FALL, fraction);
    }

    /**
     * The level for a run that starts at the given value.
     *
     * @throws IllegalArgumentException if it should fall by a fraction and does not start above zero
     */
    double level(double start) {
        if (kind != Kind.FALL) {
            return value;
        }
        if (!(start > 0)) {
            throw new IllegalArgumentException("exit.fraction: expected an observable that starts above 0, got "
                    + observable + " = " + start + " at the start; give a level with exit.above or exit.below");
        }
        return (1 - value) * start;
    }

    /** How far the value still is from the level, negative or zero once it has been reached. */
    double distance(double value, double level) {
        return kind == Kind.ABOVE ? level - value : value - level;
    }

    /** The threshold in words. */
    public String describe() {
        return switch (kind) {
            case ABOVE -> observable + " rises to " + value;
            case BELOW -> observable + " falls to " + value;
            case FALL -> observable + " falls by " + value + " of its start";
        };
    }
}
