package org.sgdlimits.gaussian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("validation")
final class ErfFormsTest {

    private static final ErfForms ERF = new ErfForms();

    /**
     * Reference: numpy, tensor Gauss–Hermite of 60⁴ nodes on the Cholesky factor, with scipy's erf. The rule's own
     * error (against 40⁴ nodes) and the rounding of 1.3e7 terms are below 1e-14.
     */
    @Test
    void formsMatchAnIndependentFourDimensionalQuadrature() {
        double[][] omega = Covariances.GENERAL;
        assertEquals(0.07335149795427344, ERF.product(omega, 0, 1), 2e-14);
        assertEquals(0.2833762641913816, ERF.slopeProduct(omega, 0, 1), 2e-14);
        assertEquals(0.021444625058841062, ERF.slopeFieldProduct(omega, 0, 1, 2), 2e-14);
        assertEquals(-0.0090608143835498, ERF.slopeSlopeProductProduct(omega, 0, 1, 2, 3), 2e-14);
    }

    /** I₃ and I₄ as printed by Saad and Solla, where their arcsine is well conditioned. */
    @Test
    void tiltedFormsEqualThePrintedOnes() {
        double[][] c = Covariances.GENERAL;
        double lambda3 = (1 + c[0][0]) * (1 + c[2][2]) - c[0][2] * c[0][2];
        double i3 = 2 / Math.PI / Math.sqrt(lambda3) * (c[1][2] * (1 + c[0][0]) - c[0][1] * c[0][2]) / (1 + c[0][0]);
        assertEquals(i3, ERF.slopeFieldProduct(c, 0, 1, 2), 1e-15);
        double lambda4 = (1 + c[0][0]) * (1 + c[1][1]) - c[0][1] * c[0][1];
        double lambda0 = lambda4 * c[2][3]
                - c[1][2] * c[1][3] * (1 + c[0][0])
                - c[0][2] * c[0][3] * (1 + c[1][1])
                + c[0][1] * c[0][2] * c[1][3]
                + c[0][1] * c[0][3] * c[1][2];
        double i4 = 4
                / (Math.PI * Math.PI)
                / Math.sqrt(lambda4)
                * Math.asin(lambda0 / Math.sqrt(printedLambda(c, 2, lambda4) * printedLambda(c, 3, lambda4)));
        assertEquals(i4, ERF.slopeSlopeProductProduct(c, 0, 1, 2, 3), 1e-15);
    }

    private static double printedLambda(double[][] c, int i, double lambda4) {
        return lambda4 * (1 + c[i][i])
                - c[1][i] * c[1][i] * (1 + c[0][0])
                - c[0][i] * c[0][i] * (1 + c[1][1])
                + 2 * c[0][1] * c[0][i] * c[1][i];
    }

    /** Every combination of indices, coinciding ones too, at singular Ω; 60 nodes leave 1e-12 at these variances. */
    @Test
    void everyChoiceOfIndicesMatchesQuadratureAtSingularCovariances() {
        double[][] w = {{0.6, 0.3}, {-0.6, -0.3}, {0, 0}, {0.5, -0.7}};
        double[][] omega = Covariances.of(w);
        double[][] identity = {{1, 0}, {0, 1}};
        FieldQuadrature rule = new TensorGaussHermite(2, 60, 0);
        for (int code = 0; code < 256; code++) {
            int j = code & 3;
            int l = code >> 2 & 3;
            int i = code >> 4 & 3;
            int m = code >> 6;
            double four = Covariances.expectation(
                    rule,
                    identity,
                    g -> slope(dot(w[j], g)) * slope(dot(w[l], g)) * erf(dot(w[i], g)) * erf(dot(w[m], g)));
            assertEquals(four, ERF.slopeSlopeProductProduct(omega, j, l, i, m), 1e-12, "indices " + j + l + i + m);
            double three = Covariances.expectation(
                    rule, identity, g -> slope(dot(w[j], g)) * dot(w[i], g) * erf(dot(w[m], g)));
            assertEquals(three, ERF.slopeFieldProduct(omega, j, i, m), 1e-12, "indices " + j + i + m);
        }
    }

    @Test
    void formsMatchSamplesWhicheverTheRank() {
        for (double[][] w : Covariances.FIELDS) {
            double[][] omega = Covariances.of(w);
            double[] exact = {
                ERF.product(omega, 0, 1),
                ERF.slopeProduct(omega, 0, 1),
                ERF.slopeFieldProduct(omega, 1, 0, 2),
                ERF.slopeSlopeProductProduct(omega, 0, 1, 2, 3),
                ERF.slopeSlopeProductProduct(omega, 2, 2, 3, 3)
            };
            MonteCarlo.assertMeans(
                    w,
                    100_000,
                    11,
                    exact,
                    a -> {
                        double[] x = a[0];
                        a[1][0] = erf(x[0]) * erf(x[1]);
                        a[1][1] = slope(x[0]) * slope(x[1]);
                        a[1][2] = slope(x[1]) * x[0] * erf(x[2]);
                        a[1][3] = slope(x[0]) * slope(x[1]) * erf(x[2]) * erf(x[3]);
                        a[1][4] = slope(x[2]) * slope(x[2]) * erf(x[3]) * erf(x[3]);
                    },
                    "erf");
        }
    }

    /** As the variance grows erf turns into sign: E[sign²] = 1, E[sign sign'] = 1 − 2φ/π. */
    @Test
    void hugeVarianceGivesTheSignLimit() {
        double v = 1e12;
        double[][] omega = {{v, v / 2}, {v / 2, v}};
        // atan(v/√(1 + 2v)) = π/2 − √(2/v) + …
        assertEquals(1 - 2 / Math.PI * Math.sqrt(2 / v), ERF.product(omega, 0, 0), 1e-12);
        assertEquals(1.0 / 3, ERF.product(omega, 0, 1), 1e-11);
        assertTrue(ERF.hasFourFieldForm());
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1];
    }

    private static double erf(double x) {
        return Erf.erf(x / Math.sqrt(2));
    }

    private static double slope(double x) {
        return Math.sqrt(2 / Math.PI) * Math.exp(-0.5 * x * x);
    }
}
