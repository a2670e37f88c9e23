package org.sgdlimits.analysis;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * A sample of exit times in one clock, summed up. Runs that have not exited are censored at the last time they were
 * seen, and count: mean and median are those of the {@linkplain SurvivalCurve product-limit curve}.
 *
 * <p>The intervals are 95 % percentile bootstrap intervals (Efron 1981 for censored data): {@value #RESAMPLES} samples
 * of as many runs are drawn from the runs with replacement, and the 50th smallest and 50th largest of their statistics
 * bound the interval. A median that a resample does not reach counts as +∞. Skewness costs level: the mean of 100
 * exponential times is held with probability 0.94. The same seed gives the same intervals. They close to a point for
 * one run, as a deterministic method has, and also when no run has exited or all times are equal, where they say
 * nothing. Cost: one sort, then O(runs) a resample.
 *
 * @param runs how many
 * @param exited how many of them exited
 * @param mean of min(T, upTo): the sample mean if all have exited
 * @param meanError its {@linkplain SurvivalCurve#restrictedMeanError standard error}: s/√runs if none is censored
 * before upTo
 * @param meanLow lower end of the mean's interval
 * @param meanHigh upper end
 * @param median empty if the curve stays above 1/2
 * @param medianLow lower end of the median's interval; empty if the sample does not reach it
 * @param medianHigh upper end; empty if the sample does not bound it
 * @param deviation sample standard deviation, 0 for one run; NaN unless all have exited
 * @param upTo the time to which the mean is restricted, the largest of the sample
 */
public record ExitStatistics(
        int runs,
        int exited,
        double mean,
        double meanError,
        double meanLow,
        double meanHigh,
        OptionalDouble median,
        OptionalDouble medianLow,
        OptionalDouble medianHigh,
        double deviation,
        double upTo) {

    /** Level of the intervals. */
    public static final double CONFIDENCE = 0.95;

    /** Bootstrap samples. */
    public static final int RESAMPLES = 2000;

    /**
     * Sums up.
     *
     * @param times of exit or of censoring, one a run, in any order
     * @param exited whether the run exited at its time; false if it was censored there
     * @param seed of the bootstrap
     * @throws IllegalArgumentException if there is no run, the lengths differ, or a time is negative or not finite
     */
    public static ExitStatistics of(double[] times, boolean[] exited, long seed) {
        SurvivalCurve curve = SurvivalCurve.of(times, exited);
        int runs = times.length;
        int exits = 0;
        for (boolean flag : exited) {
            exits += flag ? 1 : 0;
        }
        double upTo = curve.horizon();
        double mean = curve.restrictedMean(upTo);

        double[] means = new double[RESAMPLES];
        double[] medians = new double[RESAMPLES];
        int[] counts = new int[runs];
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        for (int b = 0; b < RESAMPLES; b++) {
            Arrays.fill(counts, 0);
            for (int draw = 0; draw < runs; draw++) {
                counts[random.nextInt(runs)]++;
            }
            SurvivalCurve resampled = curve.resampled(counts);
            means[b] = resampled.restrictedMean(upTo);
            medians[b] = resampled.quantile(0.5).orElse(Double.POSITIVE_INFINITY);
        }
        Arrays.sort(means);
        Arrays.sort(medians);
        // the k-th of B order statistics lies at the level k/(B + 1)
        int low = (int) Math.floor(0.5 * (1 - CONFIDENCE) * (RESAMPLES + 1)) - 1;
        int high = RESAMPLES - 1 - low;

        return new ExitStatistics(
                runs,
                exits,
                mean,
                curve.restrictedMeanError(upTo),
                means[low],
                means[high],
                curve.quantile(0.5),
                finite(medians[low]),
                finite(medians[high]),
                exits == runs ? deviation(times, mean) : Double.NaN,
                upTo);
    }

    /** Whether some runs have not exited: {@link #mean} is then that of min(T, upTo), below the mean of T itself. */
    public boolean isLowerBound() {
        return exited < runs;
    }

    private static OptionalDouble finite(double value) {
        return Double.isInfinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static double deviation(double[] times, double mean) {
        double squares = 0;
        for (double time : times) {
            squares += (time - mean) * (time - mean);
        }
        return times.length == 1 ? 0 : Math.sqrt(squares / (times.length - 1));
    }
}
