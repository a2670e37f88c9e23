package org.sgdlimits.analysis;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The part of a curve y(t) that a {@link TailFit} looks at: the points at t ≥ from, up to the first value that is not positive or
 * lies below a floor, from where on rounding is all there is. By default the window spans the last factor of 30 in time.
 *
 * @param times increasing, > 0
 * @param values positive
 * @param first the place of the window's first point in the whole curve
 * @param cut whether values at or below the floor ended the window before the curve's last point
 */
@SuppressWarnings("ArrayRecordComponent") // the arrays are copied on the way in and on the way out
public record TailWindow(double[] times, double[] values, int first, boolean cut) {

    /** Last time over first time of a window whose start was not given: one and a half decades. */
    public static final double SPAN = 30;

    /** The floor, in units of the first value: differences of numbers of order one have this much rounding. */
    public static final double FLOOR = 1e-15;

    /** Rounding of the clocks must not push the first time out of the window. */
    private static final double SLACK = 1e-12;

    public TailWindow {
        times = times.clone();
        values = values.clone();
    }

    /** The last factor of 30 in time, above 1e-15 of the start. */
    public static TailWindow of(double[] times, double[] values) {
        return of(times, values, OptionalDouble.empty(), FLOOR);
    }

    /**
     * A window of a curve.
     *
     * @param from its first time; empty for the last factor of 30
     * @param floor in units of the curve's first value
     * @throws IllegalArgumentException if the lengths differ, the times are not finite, ≥ 0 and increasing, or from is not > 0
     */
    public static TailWindow of(double[] times, double[] values, OptionalDouble from, double floor) {
        if (times.length != values.length || times.length == 0) {
            throw new IllegalArgumentException("tail: expected as many values as times, at least one, got "
                    + values.length + " values at " + times.length + " times");
        }
        for (int i = 0; i < times.length; i++) {
            if (!(times[i] >= 0) || Double.isInfinite(times[i]) || (i > 0 && times[i] <= times[i - 1])) {
                throw new IllegalArgumentException("tail: times: expected finite numbers >= 0 in increasing order, got "
                        + times[i] + " at place " + (i + 1));
            }
        }
        if (from.isPresent() && !(from.getAsDouble() > 0)) {
            throw new IllegalArgumentException(
                    "tail: from: expected a time > 0, as the fit is one in log t, got " + from.getAsDouble());
        }
        double least = floor * Math.abs(values[0]);
        int end = 0;
        while (end < values.length && values[end] > least && values[end] < Double.POSITIVE_INFINITY) {
            end++;
        }
        double begin = from.orElse(end == 0 ? 0 : times[end - 1] / SPAN) * (1 - SLACK);
        int first = 0;
        while (first < end && (times[first] == 0 || times[first] < begin)) {
            first++;
        }
        return new TailWindow(
                Arrays.copyOfRange(times, first, end),
                Arrays.copyOfRange(values, first, end),
                first,
                end < values.length);
    }

    @Override
    public double[] times() {
        return times.clone();
    }

    @Override
    public double[] values() {
        return values.clone();
    }

    /** The number of points. */
    public int points() {
        return times.length;
    }

    /** First value over last: by how much y fell. */
    public double fall() {
        return values[0] / values[values.length - 1];
    }

    /** The first time. */
    public double start() {
        return times[0];
    }

    /** The last time. */
    public double end() {
        return times[times.length - 1];
    }
}
