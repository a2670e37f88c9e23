package org.sgdlimits.method;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.sgdlimits.model.Problem;

/**
 * When a run is observed: the N + 1 times asked for, and for step methods the nearest whole steps.
 *
 * @param clock the problem's clocks
 * @param grid the times asked for in τ, increasing from 0
 * @param steps the nearest whole steps, increasing from 0, without repetition
 */
public record SaveTimes(Clock clock, double[] grid, long[] steps) {

    /** Intervals between pictures of a wide student's particles. */
    private static final int PICTURES = 4;

    /** How the times are spaced. */
    public enum Spacing {
        /** i·T/N. */
        LINEAR,
        /** 0, then evenly in log τ from one step to T. */
        LOG
    }

    /** N + 1 times over a problem's horizon. */
    public static SaveTimes of(Problem<?> problem, int points, Spacing spacing) {
        Clock clock = Clock.of(problem);
        return of(clock, grid(clock.tau(problem.horizon()), 1.0 / problem.dimension(), points, spacing));
    }

    /**
     * N + 1 times from 0 to an end.
     *
     * @param firstStep the time of one step, where log-spaced times begin
     */
    public static double[] grid(double end, double firstStep, int points, Spacing spacing) {
        double[] grid = new double[points + 1];
        double first = Math.min(firstStep, end);
        for (int i = 1; i <= points; i++) {
            grid[i] = spacing == Spacing.LINEAR
                    ? i * end / points
                    : points == 1 ? end : first * Math.pow(end / first, (i - 1.0) / (points - 1));
        }
        grid[points] = end;
        return grid;
    }

    /** The given times in τ. */
    public static SaveTimes of(Clock clock, double[] grid) {
        double[] times = Arrays.stream(grid).distinct().toArray();
        long[] steps =
                Arrays.stream(times).mapToLong(clock::nearestStep).distinct().toArray();
        return new SaveTimes(clock, times, steps);
    }

    /** The times of the step methods in τ. */
    public double[] stepTimes() {
        return Arrays.stream(steps).mapToDouble(clock::tau).toArray();
    }

    /** The places, among the given increasing times, nearest to the first, the last and three grid times between them. */
    Set<Integer> pictures(double[] times) {
        Set<Integer> places = new TreeSet<>();
        for (int i = 0; i <= PICTURES; i++) {
            double wanted = grid[(int) Math.round((double) i * (grid.length - 1) / PICTURES)];
            int nearest = 0;
            for (int t = 1; t < times.length; t++) {
                if (Math.abs(times[t] - wanted) < Math.abs(times[nearest] - wanted)) {
                    nearest = t;
                }
            }
            places.add(nearest);
        }
        return places;
    }

    /** The grid and the times of the step methods together: where continuous methods are evaluated. */
    public double[] allTimes() {
        return allTimes(grid, stepTimes());
    }

    /** The times asked for and those of the step methods together, ascending, none twice. */
    public static double[] allTimes(double[] grid, double[] stepTimes) {
        return DoubleStream.concat(Arrays.stream(grid), Arrays.stream(stepTimes))
                .sorted()
                .distinct()
                .toArray();
    }
}
