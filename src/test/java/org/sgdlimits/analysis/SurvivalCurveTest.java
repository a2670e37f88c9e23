package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The product-limit curve. */
@Tag("validation")
final class SurvivalCurveTest {

    /** Weeks of remission under 6-MP (Freireich et al. 1963); negative where censored. */
    private static final double[] LEUKAEMIA = {
        6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35
    };

    private static SurvivalCurve leukaemia() {
        double[] times = Arrays.stream(LEUKAEMIA).map(Math::abs).toArray();
        boolean[] exited = new boolean[times.length];
        for (int i = 0; i < exited.length; i++) {
            exited[i] = LEUKAEMIA[i] > 0;
        }
        return SurvivalCurve.of(times, exited);
    }

    private static SurvivalCurve complete(double... times) {
        boolean[] exited = new boolean[times.length];
        Arrays.fill(exited, true);
        return SurvivalCurve.of(times, exited);
    }

    /** By hand, as fractions: 18/21, then times 16/17, 14/15, 11/12, 10/11, 6/7, 5/6. A few roundings each. */
    @Test
    void theLeukaemiaTrialHasItsTextbookCurve() {
        SurvivalCurve curve = leukaemia();
        assertArrayEquals(new double[] {0, 6, 7, 10, 13, 16, 22, 23}, curve.stepTimes());
        assertArrayEquals(
                new double[] {1, 6 / 7.0, 96 / 119.0, 64 / 85.0, 176 / 255.0, 32 / 51.0, 64 / 119.0, 160 / 357.0},
                curve.stepValues(),
                1e-15);
        assertEquals(OptionalDouble.of(23), curve.quantile(0.5));
        assertEquals(OptionalDouble.of(13), curve.quantile(0.25));
        assertEquals(OptionalDouble.empty(), curve.quantile(0.6));
        assertEquals(35, curve.horizon());
    }

    @Test
    void theCurveIsContinuousFromTheRight() {
        SurvivalCurve curve = leukaemia();
        assertEquals(1, curve.at(-1));
        assertEquals(1, curve.at(5.999));
        assertEquals(6 / 7.0, curve.at(6), 1e-15);
        assertEquals(64 / 85.0, curve.at(12.9), 1e-15);
        assertEquals(160 / 357.0, curve.at(35), 1e-15);
        assertEquals(Double.NaN, curve.at(35.1), "runs are left, the sample does not say");
        assertEquals(0, complete(1, 2).at(35.1), "no run is left");
    }

    /**
     * ∫₀³⁵ S = 13856/595 and Greenwood's variance 2165163254/270829125 in exact rational arithmetic; R's survival
     * prints the same, rmean 23.29 with error 2.83, without the factor 21/20.
     */
    @Test
    void itsRestrictedMeanIsThatOfRationalArithmetic() {
        SurvivalCurve curve = leukaemia();
        assertEquals(13856 / 595.0, curve.restrictedMean(35), 1e-14);
        assertEquals(Math.sqrt(2165163254.0 / 270829125 * 21 / 20), curve.restrictedMeanError(35), 1e-14);
        // up to 10 weeks: 6 + 6/7 + 3 · 96/119
        assertEquals(6 + 6 / 7.0 + 288 / 119.0, curve.restrictedMean(10), 1e-14);
        assertEquals(4, curve.restrictedMean(4));
        assertEquals(0, curve.restrictedMeanError(4));
    }

    @Test
    void withoutCensoringMeanAndErrorAreThoseOfTheSample() {
        SplittableRandom random = new SplittableRandom(1);
        double[] times = new double[1001];
        for (int i = 0; i < times.length; i++) {
            times[i] = i % 10 == 0 ? 0.25 : -Math.log(1 - random.nextDouble());
        }
        SurvivalCurve curve = complete(times);
        double mean = Arrays.stream(times).average().orElseThrow();
        double squares = Arrays.stream(times).map(t -> (t - mean) * (t - mean)).sum();
        // S carries up to 1000 roundings of 1e-16, random in sign
        assertEquals(mean, curve.restrictedMean(curve.horizon()), 1e-14);
        assertEquals(Math.sqrt(squares / 1000 / 1001), curve.restrictedMeanError(curve.horizon()), 1e-14);
        // nothing is to be had from waiting longer
        assertEquals(mean, curve.restrictedMean(Double.POSITIVE_INFINITY), 1e-14);
        Arrays.sort(times);
        assertEquals(OptionalDouble.of(times[500]), curve.quantile(0.5));
    }

    /** Runs stopped at one horizon h: mean and error are those of the sample of min(T, h). */
    @Test
    void censoringAtTheHorizonOnlyGivesTheSampleOfTruncatedTimes() {
        double[] times = {1, 2.5, 4, 4, 5, 5, 5};
        SurvivalCurve curve = SurvivalCurve.of(times, new boolean[] {true, true, true, true, false, false, true});
        double mean = 26.5 / 7;
        double squares = Arrays.stream(times).map(t -> (t - mean) * (t - mean)).sum();
        assertEquals(mean, curve.restrictedMean(5), 1e-15);
        assertEquals(Math.sqrt(squares / 6 / 7), curve.restrictedMeanError(5), 1e-15);
    }

    @Test
    void withoutCensoringTheMedianIsThatOfTheSample() {
        assertEquals(OptionalDouble.of(2), complete(3, 1, 2).quantile(0.5));
        assertEquals(OptionalDouble.of(2.5), complete(4, 3, 1, 2).quantile(0.5));
        assertEquals(OptionalDouble.of(2), complete(2, 2, 2, 7).quantile(0.5));
        assertEquals(OptionalDouble.of(8), complete(8).quantile(0.5));
    }

    /** 1 − 0.9 is not 1/10 in binary, and a product of nine fractions is neither. */
    @Test
    void aQuantileOnALevelOfTheCurveIsTheMiddleDespiteRounding() {
        SurvivalCurve curve = complete(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        for (int k = 1; k < 10; k++) {
            assertEquals(OptionalDouble.of(k + 0.5), curve.quantile(k / 10.0));
        }
    }

    @Test
    void aLevelHeldToTheHorizonIsReachedWhenItBegins() {
        SurvivalCurve curve = SurvivalCurve.of(new double[] {1, 2, 9, 9}, new boolean[] {true, true, false, false});
        assertEquals(OptionalDouble.of(2), curve.quantile(0.5));
    }

    @Test
    void withoutExitsTheCurveStaysAtOne() {
        SurvivalCurve curve = SurvivalCurve.of(new double[] {3, 3, 2}, new boolean[3]);
        assertEquals(1, curve.at(3));
        assertEquals(3, curve.restrictedMean(3));
        assertEquals(0, curve.restrictedMeanError(3));
        assertEquals(OptionalDouble.empty(), curve.quantile(0.01));
    }

    @Test
    void anExitAtTimeZeroCounts() {
        SurvivalCurve curve = complete(0, 1, 2);
        assertEquals(2 / 3.0, curve.at(0), 1e-16);
        assertEquals(1, curve.restrictedMean(2), 1e-15);
        SurvivalCurve immediate = complete(0);
        assertEquals(0, immediate.at(0));
        assertEquals(0, immediate.restrictedMean(0));
    }

    /** Taking a run k times is the curve of the sample with k copies of it. */
    @Test
    void countsStandForCopies() {
        double[] times = {4, 1, 3, 3, 5};
        boolean[] exited = {true, true, true, false, false};
        SurvivalCurve resampled = SurvivalCurve.of(times, exited).resampled(new int[] {2, 0, 1, 2, 0});
        // in order of time: 1 ×2, 3 ×0 exiting, 3 ×1 censored, 4 ×2, 5 ×0
        SurvivalCurve copies =
                SurvivalCurve.of(new double[] {1, 1, 3, 4, 4}, new boolean[] {true, true, false, true, true});
        assertArrayEquals(copies.stepTimes(), resampled.stepTimes());
        assertArrayEquals(copies.stepValues(), resampled.stepValues());
        assertEquals(copies.restrictedMean(4), resampled.restrictedMean(5));
    }

    @Test
    @Tag("regression")
    void whatIsNoSampleIsRefused() {
        refused("exit times: expected at least one, each with whether the run exited, got 0 and 0", new double[0], 0);
        refused("exit times: expected at least one, each with whether the run exited, got 1 and 2", new double[1], 2);
        String advice = "; a run that has not exited is censored at the last time it was seen";
        refused("exit times: expected numbers >= 0, got NaN" + advice, new double[] {1, Double.NaN}, 2);
        refused("exit times: expected numbers >= 0, got -1.0" + advice, new double[] {-1}, 1);
        refused("exit times: expected numbers >= 0, got Infinity" + advice, new double[] {Double.POSITIVE_INFINITY}, 1);
    }

    @Test
    @Tag("regression")
    void whatTheSampleDoesNotSayIsRefused() {
        SurvivalCurve curve = leukaemia();
        assertEquals(
                "restricted mean: expected a time between 0 and 35.0, up to which runs were followed, got 36.0",
                assertThrows(IllegalArgumentException.class, () -> curve.restrictedMean(36))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> curve.restrictedMeanError(Double.NaN));
        assertEquals(
                "q: expected a number between 0 and 1, such as 0.5, got 1.0",
                assertThrows(IllegalArgumentException.class, () -> curve.quantile(1))
                        .getMessage());
    }

    private static void refused(String message, double[] times, int flags) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> SurvivalCurve.of(times, new boolean[flags]))
                        .getMessage());
    }
}
