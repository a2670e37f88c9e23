package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Weighted least squares of power laws. */
@Tag("validation")
final class SlopeFitTest {

    private static final double[] ERRORS = {0.02, 0.01, 0.03, 0.02, 0.05};

    /** By numpy.polyfit(log x, log y, 1, w=1/r, cov="unscaled"); both solve a well conditioned 2 × 2 system. */
    @Test
    void theFitIsThatOfNumpy() {
        SlopeFit fit = SlopeFit.of(
                new double[] {100, 200, 400, 1000, 3000}, new double[] {0.31, 0.2, 0.16, 0.095, 0.051}, ERRORS);
        assertEquals(-0.496367683520671, fit.slope(), 1e-13);
        assertEquals(1.050576830236698, fit.intercept(), 1e-12);
        assertEquals(0.00994841067031351, fit.standardError(), 1e-15);
        assertEquals(31.07363281411188, fit.chiSquare(), 1e-10);
        assertEquals(5, fit.points());
    }

    /** At log x = −1, 0, 1 with errors r, s, r: slope (y₃ − y₁)/2, its error r/√2. */
    @Test
    void threeSymmetricPointsHaveAClosedForm() {
        double e = Math.E;
        SlopeFit fit = SlopeFit.of(
                new double[] {1 / e, 1, e}, new double[] {Math.exp(0.3), 7, Math.exp(1.9)}, new double[] {0.1, 0.4, 0.1
                });
        assertEquals(0.8, fit.slope(), 1e-14);
        assertEquals(0.1 / Math.sqrt(2), fit.standardError(), 1e-15);
    }

    @Test
    void aPowerLawIsFoundExactly() {
        double[] x = {1e-3, 0.2, 5, 1e4, 3e7};
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = 3 * Math.pow(x[i], -1.5);
        }
        SlopeFit fit = SlopeFit.of(x, y, ERRORS);
        assertEquals(-1.5, fit.slope(), 1e-14);
        // rounding of the residuals, 1e-14, over the errors
        assertEquals(0, fit.chiSquare(), 1e-22);
        assertEquals(3 * Math.pow(17, -1.5), fit.at(17), 1e-14);
    }

    /** norm.ppf(0.9995) = 3.2905267314919255 by SciPy. */
    @Test
    void theConfidenceIntervalIsNormal() {
        SlopeFit fit = new SlopeFit(-0.5, 0.02, 0, 1, 5);
        assertEquals(3.2905267314919255 * 0.02, fit.halfWidth(0.999), 1e-12);
    }

    @Test
    @Tag("regression")
    void whatCannotBeFittedIsRefused() {
        double[] three = {1, 2, 3};
        double[] errors = {0.1, 0.1, 0.1};
        refused(
                "slope fit: expected at least three points with one error each, got 2, 2 and 2",
                new double[] {1, 2},
                new double[] {1, 2},
                new double[] {1, 2});
        refused(
                "slope fit: expected at least three points with one error each, got 3, 3 and 2",
                three,
                three,
                new double[] {1, 2});
        refused(
                "slope fit: y: expected a number > 0, as logarithms are taken, got -2.0",
                three,
                new double[] {1, -2, 3},
                errors);
        refused(
                "slope fit: relative error: expected a number > 0, as logarithms are taken, got NaN",
                three,
                three,
                new double[] {0.1, 0.1, Double.NaN});
        refused(
                "slope fit: x: expected at least two different values, got 2.0 only; a slope needs a range",
                new double[] {2, 2, 2},
                three,
                errors);
        assertEquals(
                "confidence: expected a number between 0 and 1, such as 0.99, got 1.0",
                assertThrows(IllegalArgumentException.class, () -> new SlopeFit(1, 1, 1, 1, 3).halfWidth(1))
                        .getMessage());
    }

    private static void refused(String message, double[] x, double[] y, double[] errors) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> SlopeFit.of(x, y, errors))
                        .getMessage());
    }
}
