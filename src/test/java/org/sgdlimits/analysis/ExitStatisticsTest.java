package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Samples of exit times summed up. */
@Tag("validation")
final class ExitStatisticsTest {

    /** Standard exponential times; censored at a time if it is finite. */
    private record Sample(double[] times, boolean[] exited) {

        static Sample exponential(int runs, double censoredAt, SplittableRandom random) {
            double[] times = new double[runs];
            boolean[] exited = new boolean[runs];
            for (int i = 0; i < runs; i++) {
                double time = -Math.log(1 - random.nextDouble());
                exited[i] = time <= censoredAt;
                times[i] = Math.min(time, censoredAt);
            }
            return new Sample(times, exited);
        }

        ExitStatistics statistics(long seed) {
            return ExitStatistics.of(times, exited, seed);
        }
    }

    @Test
    void withoutCensoringTheSampleIsSummedUpAsUsual() {
        ExitStatistics statistics =
                ExitStatistics.of(new double[] {1, 2, 4, 9}, new boolean[] {true, true, true, true}, 1);
        assertEquals(4, statistics.runs());
        assertEquals(4, statistics.exited());
        assertEquals(4, statistics.mean(), 1e-15);
        // (9 + 4 + 0 + 25)/3
        assertEquals(Math.sqrt(38 / 3.0), statistics.deviation(), 1e-15);
        assertEquals(Math.sqrt(38 / 12.0), statistics.meanError(), 1e-15);
        assertEquals(OptionalDouble.of(3), statistics.median());
        assertEquals(9, statistics.upTo());
        assertFalse(statistics.isLowerBound());
    }

    /**
     * Resampled means of 0s and 1s are binomial: of 10 runs, 5 at 1 and 5 at 0, X ~ B(10, 1/2) with P(X ≤ 1) = 0.011,
     * P(X ≤ 2) = 0.055 and P(X ≤ 7) = 0.945, P(X ≤ 8) = 0.989, so that the levels 0.025 and 0.975 lie at 2 and 8. Each
     * is 5.8 standard errors of 2000 resamples or more from the next step, which fails once in 10⁸.
     */
    @Test
    void theBootstrapIsTheBinomialLawWhereThatIsKnown() {
        double[] times = new double[10];
        boolean[] exited = new boolean[10];
        Arrays.fill(times, 0, 5, 1);
        Arrays.fill(exited, true);
        ExitStatistics statistics = ExitStatistics.of(times, exited, 3);
        assertEquals(0.5, statistics.mean(), 1e-15);
        assertEquals(0.2, statistics.meanLow(), 1e-15);
        assertEquals(0.8, statistics.meanHigh(), 1e-15);
        // the median is 0 if X ≤ 4, 1/2 if X = 5, else 1
        assertEquals(OptionalDouble.of(0), statistics.medianLow());
        assertEquals(OptionalDouble.of(0.5), statistics.median());
        assertEquals(OptionalDouble.of(1), statistics.medianHigh());
    }

    /**
     * 400 samples of 100 runs, a quarter of them censored at log 4: true values 1 − e^{−h} = 3/4 and log 2. The levels
     * of the percentile interval at 100 runs, 0.945 and 0.947, are those of 20000 samples by numpy.
     */
    @Test
    void theIntervalsHoldWithCensoring() {
        holds(400, Math.log(4), 0.75, 0.945, 0.947);
    }

    /** 150 samples without censoring: mean 1, median log 2; the law is skewed and the mean's level lower, 0.940. */
    @Test
    void theIntervalsHoldWithoutCensoring() {
        holds(150, Double.POSITIVE_INFINITY, 1, 0.94, 0.947);
    }

    private static void holds(int samples, double censoredAt, double mean, double meanLevel, double medianLevel) {
        int runs = 100;
        SplittableRandom random = new SplittableRandom(20240601);
        int means = 0;
        int medians = 0;
        for (int s = 0; s < samples; s++) {
            ExitStatistics statistics =
                    Sample.exponential(runs, censoredAt, random).statistics(s);
            means += statistics.meanLow() <= mean && mean <= statistics.meanHigh() ? 1 : 0;
            medians += statistics.medianLow().orElseThrow() <= Math.log(2)
                            && Math.log(2) <= statistics.medianHigh().orElse(Double.POSITIVE_INFINITY)
                    ? 1
                    : 0;
        }
        // 4.42 binomial standard errors of these samples and of numpy's 20000: false alarm 1e-5 each
        double tolerance = 4.42 * Math.sqrt(0.95 * 0.05 * (1.0 / samples + 1.0 / 20000));
        assertEquals(meanLevel, means / (double) samples, tolerance, "mean");
        assertEquals(medianLevel, medians / (double) samples, tolerance, "median");
    }

    /** ((mean − truth)/meanError)² is 1 in the mean over 2000 samples, censored at one horizon. */
    @Test
    void theStandardErrorIsTheSpreadOfTheMean() {
        int samples = 2000;
        SplittableRandom random = new SplittableRandom(7);
        double squares = 0;
        for (int s = 0; s < samples; s++) {
            Sample sample = Sample.exponential(400, Math.log(4), random);
            SurvivalCurve curve = SurvivalCurve.of(sample.times, sample.exited);
            double score = (curve.restrictedMean(Math.log(4)) - 0.75) / curve.restrictedMeanError(Math.log(4));
            squares += score * score / samples;
        }
        // √(2/2000) is the standard error of a mean of χ²(1), 4.42 of them fail once in 10⁵; 3/400 for Student's tails
        assertEquals(1, squares, 4.42 * Math.sqrt(2.0 / samples) + 3.0 / 400);
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        Sample sample = Sample.exponential(50, 1.5, new SplittableRandom(5));
        assertEquals(sample.statistics(11), sample.statistics(11));
        assertNotEquals(sample.statistics(11).meanLow(), sample.statistics(12).meanLow());
    }

    @Test
    void theOrderOfTheRunsDoesNotMatter() {
        ExitStatistics forward = ExitStatistics.of(new double[] {1, 2, 3}, new boolean[] {true, true, false}, 4);
        ExitStatistics backward = ExitStatistics.of(new double[] {3, 2, 1}, new boolean[] {false, true, true}, 4);
        assertEquals(forward, backward);
    }

    @Test
    void withoutExitsTheTimeIsALowerBound() {
        ExitStatistics statistics = ExitStatistics.of(new double[] {7, 7, 7}, new boolean[3], 1);
        assertTrue(statistics.isLowerBound());
        assertEquals(0, statistics.exited());
        assertEquals(7, statistics.mean());
        assertEquals(7, statistics.upTo());
        assertEquals(0, statistics.meanError());
        assertEquals(OptionalDouble.empty(), statistics.median());
        assertEquals(OptionalDouble.empty(), statistics.medianLow());
        assertEquals(OptionalDouble.empty(), statistics.medianHigh());
        assertEquals(Double.NaN, statistics.deviation());
    }

    /** 30 of 50 exit by the horizon: P(fewer than 25 of 50) = 0.057 for B(50, 0.6), 6 standard errors over 0.025. */
    @Test
    void aMedianMayBeReachedAndYetUnbounded() {
        double[] times = new double[50];
        boolean[] exited = new boolean[50];
        for (int i = 0; i < 50; i++) {
            times[i] = Math.min(i + 1, 31);
            exited[i] = i < 30;
        }
        ExitStatistics statistics = ExitStatistics.of(times, exited, 1);
        assertEquals(OptionalDouble.of(25.5), statistics.median());
        assertTrue(statistics.medianLow().isPresent());
        assertEquals(OptionalDouble.empty(), statistics.medianHigh());
        assertTrue(statistics.isLowerBound());
    }

    @Test
    void oneRunHasNoSpread() {
        ExitStatistics statistics = ExitStatistics.of(new double[] {2.5}, new boolean[] {true}, 1);
        OptionalDouble time = OptionalDouble.of(2.5);
        assertEquals(new ExitStatistics(1, 1, 2.5, 0, 2.5, 2.5, time, time, time, 0, 2.5), statistics);
        assertFalse(statistics.isLowerBound());
    }
}
