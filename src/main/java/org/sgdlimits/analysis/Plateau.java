package org.sgdlimits.analysis;

import java.util.ArrayList;
import java.util.List;
import org.sgdlimits.method.Trajectory.Instant;

/**
 * A stretch of time over which a positive observable y hardly changes: a maximal interval of save times between which
 * |d log y/d log t| stays below 0.2 and somewhere falls below 0.1, t the flow time, and which spans at least a factor of 2 in t. In
 * log t every start is flat, so that the stretch before y has fallen by a tenth does not count. Meant for smooth curves on
 * log-spaced times; the ends are save times. Cost: one pass.
 *
 * @param start its first save time
 * @param end its last
 * @param level the geometric mean of y, uniform in log t
 * @param isFinal whether it lasts to the last save time
 */
public record Plateau(Instant start, Instant end, double level, boolean isFinal) {

    /** A plateau stays below this slope. */
    public static final double FLAT = 0.2;

    /** Somewhere on a plateau the slope is below this. */
    public static final double FLATTEST = 0.1;

    /** Last time over first time, at least. */
    public static final double SPAN = 2;

    /** What y loses of its start before anything counts. */
    public static final double FALL = 0.1;

    /**
     * The plateaus of a curve, in the order of time.
     *
     * @param times increasing
     * @param values one a time; one that is not positive ends a plateau
     * @throws IllegalArgumentException if the lengths differ
     */
    public static List<Plateau> of(List<Instant> times, double[] values) {
        if (times.size() != values.length) {
            throw new IllegalArgumentException("plateau: expected one value a time, got " + values.length
                    + " values at " + times.size() + " times");
        }
        int n = values.length;
        int first = 0;
        while (first < n && !(times.get(first).flowTime() > 0 && values[first] <= (1 - FALL) * values[0])) {
            first++;
        }
        List<Plateau> plateaus = new ArrayList<>();
        int start = first;
        while (start < n - 1) {
            int end = start;
            double flattest = Double.POSITIVE_INFINITY;
            while (end < n - 1 && slope(times, values, end) < FLAT) {
                flattest = Math.min(flattest, slope(times, values, end));
                end++;
            }
            if (flattest < FLATTEST
                    && times.get(end).flowTime() >= SPAN * times.get(start).flowTime()) {
                plateaus.add(
                        new Plateau(times.get(start), times.get(end), level(times, values, start, end), end == n - 1));
            }
            start = Math.max(end, start + 1);
        }
        return List.copyOf(plateaus);
    }

    /** |Δ log y/Δ log t| from a save time to the next; infinite where y is not positive. */
    private static double slope(List<Instant> times, double[] values, int i) {
        return values[i] > 0 && values[i + 1] > 0
                ? Math.abs(Math.log(values[i + 1] / values[i])) / logStep(times, i)
                : Double.POSITIVE_INFINITY;
    }

    private static double logStep(List<Instant> times, int i) {
        return Math.log(times.get(i + 1).flowTime() / times.get(i).flowTime());
    }

    private static double level(List<Instant> times, double[] values, int start, int end) {
        double sum = 0;
        double weight = 0;
        for (int i = start; i < end; i++) {
            sum += 0.5 * logStep(times, i) * (Math.log(values[i]) + Math.log(values[i + 1]));
            weight += logStep(times, i);
        }
        return Math.exp(sum / weight);
    }
}
