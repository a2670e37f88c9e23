package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Exponents of laws that are known, and the intervals about them. */
@Tag("validation")
final class ScalingFitTest {

    private static final double[] X = {50, 120, 400, 1500, 9000, 1e5};
    private static final double[] NO_ERRORS = new double[X.length];

    private static double[] values(double[] x, DoubleUnaryOperator law) {
        return Arrays.stream(x).map(law).toArray();
    }

    private static double[] errors(double size) {
        double[] errors = new double[X.length];
        Arrays.fill(errors, size);
        return errors;
    }

    /** A line through exact logarithms: a few roundings of numbers of order ten. */
    @Test
    void anExactPowerIsFound() {
        for (double exponent : new double[] {-0.75, 0, 0.5, 2}) {
            ScalingFit fit = ScalingFit.power(X, values(X, x -> 3 * Math.pow(x, exponent)), errors(0.1));
            assertEquals(exponent, fit.exponent(), 1e-13);
            assertEquals(Math.log(3), fit.logConstant(), 1e-12);
            assertEquals(3 * Math.pow(777, exponent), fit.at(777), 1e-11 * Math.pow(777, exponent));
        }
    }

    /** χ² is zero at the right b and nowhere else; b is searched to 1e-10 of its range and enters θ by less. */
    @Test
    void exactLawsWithTheCorrectionOfTheStartAreFound() {
        for (double[] errors : new double[][] {NO_ERRORS, errors(0.03)}) {
            for (double b : new double[] {-2.5, 0, 1.5, 20}) {
                ScalingFit two = ScalingFit.corrected(
                                X, values(X, x -> 0.2 * Math.pow(x, 0.5) * (Math.log(x) + b)), errors, 2)
                        .orElseThrow();
                assertEquals(0.5, two.exponent(), 1e-10, "l = 2, b = " + b);
                assertEquals(b, two.correction(), 1e-8);
            }
            for (int l : new int[] {1, 3, 4}) {
                double power = 0.5 * Math.abs(l - 2);
                for (double b : new double[] {-4, -1, 0, 2.5}) {
                    ScalingFit fit = ScalingFit.corrected(
                                    X, values(X, x -> 7 * Math.pow(x, 1.25) * (1 + b * Math.pow(x, -power))), errors, l)
                            .orElseThrow();
                    assertEquals(1.25, fit.exponent(), 1e-10, "l = " + l + ", b = " + b);
                    assertEquals(b, fit.correction(), 1e-7);
                }
            }
        }
    }

    /** The factor is divided out before the line is drawn. */
    @Test
    void anExactLawAlongAPathIsFound() {
        DoubleUnaryOperator path = x -> Math.sqrt(x) - 2;
        ScalingFit fit = ScalingFit.along(
                X, values(X, x -> 5 * Math.pow(x, 0.25) * path.applyAsDouble(x)), errors(0.1), path, 0.5, "along");
        assertEquals(0.75, fit.exponent(), 1e-13);
        assertEquals(5 * Math.pow(777, 0.25) * path.applyAsDouble(777), fit.at(777), 1e-9);
        assertEquals("along", fit.form());
    }

    /** numpy.polyfit(log x, log y, 1, w=1/s, cov="unscaled"), norm.ppf(0.995); printed digits of the reference. */
    @Test
    void theIntervalOfAPowerIsThatOfNumpy() {
        double[] x = {10, 100, 1000, 1e4};
        double[] y = {3, 20, 170, 1300};
        ScalingFit fit = ScalingFit.power(x, y, new double[] {0.02, 0.05, 0.03, 0.1});
        assertEquals(0.87542618, fit.exponent(), 5e-9);
        assertEquals(-0.92654176, fit.logConstant(), 5e-9);
        assertEquals(0.00717152063052873, fit.standardError(), 1e-15);
        assertEquals(0.01847261299112139, fit.halfWidth(), 1e-14);
        assertEquals(5.359538261020407, fit.chiSquare(), 1e-12);
        assertEquals(fit.exponent() - fit.halfWidth(), fit.lower(), 0);
        assertTrue(fit.holds(fit.upper()) && !fit.holds(fit.upper() + 1e-9));
    }

    /** numpy.linalg.lstsq with the scatter about the line, t.ppf(0.995, 2). */
    @Test
    void deterministicValuesTakeTheirErrorFromTheScatter() {
        double[] x = {10, 100, 1000, 1e4};
        double[] y = {3, 20, 170, 1300};
        ScalingFit fit = ScalingFit.power(x, y, new double[4]);
        assertEquals(0.88398852, fit.exponent(), 5e-9);
        assertEquals(0.014262667076432579, fit.standardError(), 1e-14);
        // the quantile of Student's law is found by Hipparchus to 1e-9
        assertEquals(0.14155473436049298, fit.halfWidth(), 1e-8);
        assertTrue(Double.isNaN(fit.chiSquare()));
        ScalingFit two = ScalingFit.power(new double[] {1, 2}, new double[] {3, 5}, new double[2]);
        assertTrue(Double.isNaN(two.standardError()) && Double.isInfinite(two.halfWidth()));
    }

    /** scipy.optimize.curve_fit(sigma=s, absolute_sigma=True) on log y, tolerances 1e-15; its minimum is known to 1e-7. */
    @Test
    void theCorrectedFitsAreThoseOfScipy() {
        double[] x = {50, 100, 200, 400, 800};
        double[] y = {30, 80, 190, 470, 1010};
        double[] s = {0.02, 0.03, 0.02, 0.04, 0.03};
        ScalingFit two = ScalingFit.corrected(x, y, s, 2).orElseThrow();
        assertEquals(0.94924133, two.exponent(), 2e-7);
        assertEquals(-1.98448169, two.correction(), 2e-6);
        assertEquals(0.0457293433800963, two.standardError(), 1e-7);
        assertEquals(1.9846480492043492, two.chiSquare(), 1e-12);
        ScalingFit three = ScalingFit.corrected(x, y, s, 3).orElseThrow();
        assertEquals(1.11055839, three.exponent(), 2e-7);
        assertEquals(-3.02660583, three.correction(), 2e-6);
        assertEquals(0.03789504020601386, three.standardError(), 1e-7);
        assertEquals(2.0045702593565484, three.chiSquare(), 1e-12);
    }

    private static final int SEEDS = 400;

    /** A count beyond this has probability 7e-5 where each interval misses with probability 0.01: Binomial(400, 0.01) > 13. */
    private static final int MOST_MISSES = 13;

    private static void covers(double exponent, DoubleUnaryOperator law, Function<double[], ScalingFit> fitter) {
        Random random = new Random(20240711);
        int misses = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            double[] noisy = values(X, x -> law.applyAsDouble(x) * Math.exp(0.03 * random.nextGaussian()));
            misses += fitter.apply(noisy).holds(exponent) ? 0 : 1;
        }
        assertTrue(misses <= MOST_MISSES, misses + " of " + SEEDS + " intervals miss the exponent");
    }

    @Test
    void ninetyNinePercentIntervalsCoverThePower() {
        covers(1.5, x -> 2 * Math.pow(x, 1.5), y -> ScalingFit.power(X, y, errors(0.03)));
    }

    /** Student's law is exact for errors of one unknown size. */
    @Test
    void ninetyNinePercentIntervalsFromTheScatterCoverThePower() {
        covers(1.5, x -> 2 * Math.pow(x, 1.5), y -> ScalingFit.power(X, y, NO_ERRORS));
    }

    /** The interval is that of the linearised fit, which errors of 3 % leave nearly exact. */
    @Test
    void ninetyNinePercentIntervalsCoverTheCorrectedExponents() {
        covers(0.5, x -> 2 * Math.pow(x, 0.5) * (Math.log(x) + 1), y -> ScalingFit.corrected(X, y, errors(0.03), 2)
                .orElseThrow());
        covers(1, x -> 2 * x * (1 - 3 / Math.sqrt(x)), y -> ScalingFit.corrected(X, y, errors(0.03), 3)
                .orElseThrow());
    }

    @Test
    @Tag("regression")
    void threeParametersNeedFourPoints() {
        double[] three = {1, 2, 3};
        assertFalse(ScalingFit.corrected(three, three, three, 2).isPresent());
    }

    @Test
    @Tag("regression")
    void whatHasNoLogarithmIsRefused() {
        double[] two = {1, 2};
        refused(
                "scaling fit: x: expected numbers > 0, as logarithms are taken, got 0.0",
                new double[] {0, 1},
                two,
                two);
        refused(
                "scaling fit: effort: expected numbers > 0, as logarithms are taken, got NaN",
                two,
                new double[] {1, Double.NaN},
                two);
        refused(
                "scaling fit: expected at least two points with one error each, got 1, 1 and 1",
                new double[] {1},
                new double[] {1},
                new double[] {1});
        refused(
                "scaling fit: expected at least two points with one error each, got 2, 2 and 3",
                two,
                two,
                new double[] {1, 1, 1});
        refused(
                "line fit: standard error: expected a number > 0, got 0.0; a point without error"
                        + " leaves the others no weight",
                two,
                two,
                new double[] {0, 1});
    }

    private static void refused(String message, double[] x, double[] effort, double[] errors) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> ScalingFit.power(x, effort, errors))
                        .getMessage());
    }
}
