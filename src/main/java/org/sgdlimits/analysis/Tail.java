package org.sgdlimits.analysis;

/**
 * How a curve falls at late times: both laws fitted to one window. Cost: that of the fits.
 *
 * @param window where
 * @param power C (t + t₀)^(−α)
 * @param exponential C e^(−r t)
 */
public record Tail(TailWindow window, TailFit power, TailFit exponential) {

    /** A law must describe y to this, as a root mean square in log y. */
    public static final double LARGEST_RESIDUAL = 0.1;

    /** y must have fallen by this factor: on less, any law fits. */
    public static final double LEAST_FALL = 10;

    /** The other law must leave at least this many times the residual. */
    public static final double CLEARLY = 2;

    /**
     * Fits both.
     *
     * @throws IllegalArgumentException if the window has fewer than 8 points
     */
    public static Tail of(TailWindow window) {
        return new Tail(window, TailFit.power(window), TailFit.exponential(window));
    }

    /** The law of the smaller residual. */
    public TailFit better() {
        return power.residual() < exponential.residual() ? power : exponential;
    }

    /** The law of the larger residual. */
    public TailFit worse() {
        return power.residual() < exponential.residual() ? exponential : power;
    }

    /**
     * Whether the better law is worth stating: y falls by a factor of 10 or more within the window, the law leaves at most 0.1
     * in log y and half of what the other law leaves, and its offset lies inside the bounds.
     */
    public boolean isClear() {
        return window.fall() >= LEAST_FALL
                && better().residual() <= LARGEST_RESIDUAL
                && CLEARLY * better().residual() <= worse().residual()
                && !better().isBounded();
    }
}
