package org.sgdlimits.analysis;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The share S(t) of runs that have not exited by time t, estimated from exit times of which some are censored: the run
 * was followed up to that time and had not exited. The product limit (Kaplan and Meier 1958)
 *
 * <pre>
 *   S(t) = Π_{t_i ≤ t} (1 − d_i/n_i)
 * </pre>
 *
 * goes over the distinct exit times t_i, d_i runs exiting at t_i of the n_i that have neither exited nor been censored
 * before. A run censored at t_i counts in n_i. Without censoring S is one minus the empirical distribution function.
 * Cost: a sort. Immutable.
 */
public final class SurvivalCurve {

    /** S is a product of fractions: values this close to each other differ by rounding only. */
    private static final double ROUNDING = 1e-12;

    private final double[] sample;
    private final boolean[] exited;
    private final int runs;

    // the curve: values[j] on [times[j], times[j + 1]), from S(0−) = 1 on
    private final double[] times;
    private final double[] values;

    /** d/(n(n − d)) of each fall, the variance of log(1 − d/n). */
    private final double[] variances;

    private SurvivalCurve(double[] sample, boolean[] exited, int[] counts) {
        this.sample = sample;
        this.exited = exited;
        runs = Arrays.stream(counts).sum();
        double[] t = new double[sample.length + 1];
        double[] s = new double[sample.length + 1];
        double[] v = new double[sample.length + 1];
        s[0] = 1;
        int last = 0;
        int atRisk = runs;
        for (int i = 0; i < sample.length; ) {
            double time = sample[i];
            int leaving = 0;
            int exits = 0;
            for (; i < sample.length && sample[i] == time; i++) {
                leaving += counts[i];
                exits += exited[i] ? counts[i] : 0;
            }
            if (exits > 0) {
                last++;
                t[last] = time;
                s[last] = s[last - 1] * (atRisk - exits) / atRisk;
                v[last] = exits / ((double) atRisk * (atRisk - exits));
            }
            atRisk -= leaving;
        }
        times = Arrays.copyOf(t, last + 1);
        values = Arrays.copyOf(s, last + 1);
        variances = Arrays.copyOf(v, last + 1);
    }

    /**
     * Estimates.
     *
     * @param times of exit or of censoring, one a run, in any order
     * @param exited whether the run exited at its time; false if it was censored there
     * @throws IllegalArgumentException if there is no run, the lengths differ, or a time is negative or not finite
     */
    public static SurvivalCurve of(double[] times, boolean[] exited) {
        if (times.length == 0 || exited.length != times.length) {
            throw new IllegalArgumentException(
                    "exit times: expected at least one, each with whether the run exited, got " + times.length + " and "
                            + exited.length);
        }
        for (double time : times) {
            if (!(time >= 0) || Double.isInfinite(time)) {
                throw new IllegalArgumentException("exit times: expected numbers >= 0, got " + time
                        + "; a run that has not exited is censored at the last time it was seen");
            }
        }
        int[] order = IntStream.range(0, times.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> times[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] sample = new double[times.length];
        boolean[] flags = new boolean[times.length];
        int[] counts = new int[times.length];
        for (int i = 0; i < times.length; i++) {
            sample[i] = times[order[i]];
            flags[i] = exited[order[i]];
            counts[i] = 1;
        }
        return new SurvivalCurve(sample, flags, counts);
    }

    /**
     * The curve of the same sample with its i-th smallest run taken counts[i] times. Where the latest run taken is
     * censored before the horizon, the curve stays at its last value (Gill 1980).
     */
    SurvivalCurve resampled(int[] counts) {
        return new SurvivalCurve(sample, exited, counts);
    }

    /** S(t), continuous from the right; NaN past the horizon while runs are left, as the sample does not say. */
    public double at(double t) {
        if (Double.isNaN(t) || (t > horizon() && values[values.length - 1] > 0)) {
            return Double.NaN;
        }
        int j = values.length - 1;
        while (j > 0 && times[j] > t) {
            j--;
        }
        return values[j];
    }

    /**
     * The first time at which S ≤ 1 − q; where S equals 1 − q up to its next fall, the middle of that interval. At q =
     * ½ without censoring that is the sample median. Empty if S has not fallen so far by the horizon.
     *
     * @throws IllegalArgumentException if q does not lie between 0 and 1
     */
    public OptionalDouble quantile(double q) {
        if (!(q > 0 && q < 1)) {
            throw new IllegalArgumentException("q: expected a number between 0 and 1, such as 0.5, got " + q);
        }
        double target = 1 - q;
        for (int j = 1; j < values.length; j++) {
            if (values[j] <= target + ROUNDING) {
                boolean level = values[j] >= target - ROUNDING && j + 1 < values.length;
                return OptionalDouble.of(level ? times[j] + 0.5 * (times[j + 1] - times[j]) : times[j]);
            }
        }
        return OptionalDouble.empty();
    }

    /**
     * ∫₀ʰ S dt, the mean of min(T, h). Without censoring and with h the horizon it is the sample mean.
     *
     * @throws IllegalArgumentException if h is negative, or past the horizon while runs are left
     */
    public double restrictedMean(double h) {
        double to = requireSeen(h);
        double mean = 0;
        for (int j = 0; j < values.length; j++) {
            mean += area(j, to);
        }
        return mean;
    }

    /**
     * The standard error of the restricted mean: Greenwood's variance of S carried through the integral (Kaplan and
     * Meier 1958; Klein and Moeschberger 2003, section 4.5), times n/(n − 1) for n runs,
     *
     * <pre>
     *   Var = n/(n − 1) Σ_{t_i ≤ h} A_i² d_i/(n_i(n_i − d_i)),   A_i = ∫_{t_i}^h S dt
     * </pre>
     *
     * so that it is exactly s/√n, s the sample deviation of min(T, h), when no run is censored before h. 0 for one run.
     *
     * @throws IllegalArgumentException if h is negative, or past the horizon while runs are left
     */
    public double restrictedMeanError(double h) {
        double to = requireSeen(h);
        double left = 0;
        double variance = 0;
        for (int j = values.length - 1; j > 0; j--) {
            left += area(j, to);
            // after the last run has left S is 0, known exactly
            variance += left > 0 ? left * left * variances[j] : 0;
        }
        return runs == 1 ? 0 : Math.sqrt(variance * runs / (runs - 1));
    }

    private double area(int j, double to) {
        double end = j + 1 < times.length ? Math.min(times[j + 1], to) : to;
        return values[j] * Math.max(0, end - times[j]);
    }

    private double requireSeen(double h) {
        if (!(h >= 0) || (h > horizon() && values[values.length - 1] > 0)) {
            throw new IllegalArgumentException("restricted mean: expected a time between 0 and " + horizon()
                    + ", up to which runs were followed, got " + h);
        }
        return Math.min(h, horizon());
    }

    /** The largest time of the sample. */
    public double horizon() {
        return sample[sample.length - 1];
    }

    /** For a plot of steps: 0, then the times at which S falls. */
    public double[] stepTimes() {
        return times.clone();
    }

    /** For a plot of steps: 1, then S just after each of its falls; the last value holds up to the horizon. */
    public double[] stepValues() {
        return values.clone();
    }
}
