package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Weighted least squares of lines. */
@Tag("validation")
final class LineFitTest {

    private static final double[] X = {-2, 0.5, 1, 3.25, 7};
    private static final double[] Y = {1.5, 0.25, -0.5, -2, -6.5};
    private static final double[] ERRORS = {0.25, 0.5, 0.125, 1, 2};

    /**
     * By exact rational arithmetic, and numpy.polyfit(x, y, 1, w=1/s, cov="unscaled"); a few roundings of a well
     * conditioned 2 × 2 system.
     */
    @Test
    void theFitIsThatOfRationalArithmeticAndNumpy() {
        LineFit fit = LineFit.of(X, Y, ERRORS);
        assertEquals(-0.6905553769435456, fit.slope(), 1e-15);
        assertEquals(0.19128046569851356, fit.intercept(), 1e-15);
        assertEquals(0.08639623776645422, fit.standardError(), 1e-16);
        assertEquals(0.11529259204194721, fit.interceptError(), 1e-16);
        assertEquals(-0.0034147576083015823, fit.covariance(), 1e-17);
        assertEquals(1.6020251181689458, fit.chiSquare(), 1e-14);
        assertEquals(5, fit.points());
    }

    /** Moving the origin to −x₀ makes the value at x₀ the intercept: its error is √(Var a + 2 x₀ Cov + x₀² Var b). */
    @Test
    void theCovarianceGivesTheErrorAnywhereOnTheLine() {
        double[] moved = new double[X.length];
        for (int i = 0; i < X.length; i++) {
            moved[i] = X[i] - 3;
        }
        LineFit fit = LineFit.of(X, Y, ERRORS);
        LineFit other = LineFit.of(moved, Y, ERRORS);
        double variance = fit.interceptError() * fit.interceptError()
                + 2 * 3 * fit.covariance()
                + 9 * fit.standardError() * fit.standardError();
        assertEquals(Math.sqrt(variance), other.interceptError(), 1e-15);
        assertEquals(fit.at(3), other.intercept(), 1e-14);
        assertEquals(fit.standardError(), other.standardError(), 1e-16);
    }

    /** Through two points: no residual, errors by propagation of y₁ and y₂. */
    @Test
    void twoPointsAreMetExactly() {
        LineFit fit = LineFit.of(new double[] {0, 2}, new double[] {1, 5}, new double[] {0.3, 0.4});
        assertEquals(2, fit.slope(), 1e-15);
        assertEquals(1, fit.intercept(), 1e-15);
        assertEquals(0.25, fit.standardError(), 1e-16);
        assertEquals(0.3, fit.interceptError(), 1e-16);
        assertEquals(-0.045, fit.covariance(), 1e-17);
        assertEquals(0, fit.chiSquare(), 1e-28);
    }

    /** norm.ppf(0.975) = 1.959963984540054 by SciPy. */
    @Test
    void theConfidenceIntervalIsNormal() {
        LineFit fit = new LineFit(1, 0.1, 0, 0.1, 0, 1, 5);
        assertEquals(0.1959963984540054, fit.halfWidth(0.95), 1e-13);
    }

    @Test
    @Tag("regression")
    void whatCannotBeFittedIsRefused() {
        double[] two = {1, 2};
        refused(
                "line fit: expected at least two points with one error each, got 1, 1 and 1",
                new double[1],
                new double[1],
                new double[1]);
        refused("line fit: expected at least two points with one error each, got 2, 2 and 1", two, two, new double[1]);
        refused("line fit: x: expected a finite number, got NaN", new double[] {1, Double.NaN}, two, two);
        refused(
                "line fit: y: expected a finite number, got Infinity",
                two,
                new double[] {1, Double.POSITIVE_INFINITY},
                two);
        refused(
                "line fit: standard error: expected a number > 0, got 0.0; a point without error"
                        + " leaves the others no weight",
                two,
                two,
                new double[] {0, 1});
        refused(
                "line fit: x: expected at least two different values, got 0.1 only; a slope needs a range",
                new double[] {0.1, 0.1, 0.1},
                new double[] {1, 2, 3},
                new double[] {1, 1, 1});
        assertEquals(
                "confidence: expected a number between 0 and 1, such as 0.99, got 0.0",
                assertThrows(IllegalArgumentException.class, () -> new LineFit(1, 1, 1, 1, 0, 1, 3).halfWidth(0))
                        .getMessage());
    }

    private static void refused(String message, double[] x, double[] y, double[] errors) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> LineFit.of(x, y, errors))
                        .getMessage());
    }
}
