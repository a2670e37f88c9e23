package org.sgdlimits.gaussian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("validation")
final class PolynomialFormsTest {

    /** E[(1 − 2x + 3x²)(y³ − 3y) 2z² (w + w³/2)]: numpy, tensor Gauss–Hermite of 60⁴ nodes, rounding 1e-13. */
    @Test
    void fourFieldProductMatchesAnIndependentQuadrature() {
        // Antiderivatives of the first two, whose slopes the form takes.
        PolynomialForms forms =
                new PolynomialForms(new double[][] {{0, 1, -1, 1}, {0, 0, -1.5, 0, 0.25}, {0, 0, 2}, {0, 1, 0, 0.5}});
        assertEquals(-6.234076870800009, forms.slopeSlopeProductProduct(Covariances.GENERAL, 0, 1, 2, 3), 1e-13 * 6.3);
    }

    /** x²: E[x² y²] = ab + 2c², E[4xy] = 4c, E[2x z y²] = 2(C_xz C_yy + 2 C_xy C_zy). */
    @Test
    void squaresMatchIsserlisByHand() {
        double[][] c = Covariances.GENERAL;
        PolynomialForms squares = new PolynomialForms(new double[][] {{0, 0, 1}, {0, 0, 1}, {0, 0, 1}});
        assertEquals(c[0][0] * c[1][1] + 2 * c[0][1] * c[0][1], squares.product(c, 0, 1), 1e-15);
        assertEquals(3 * c[0][0] * c[0][0], squares.product(c, 0, 0), 1e-14);
        assertEquals(4 * c[0][1], squares.slopeProduct(c, 0, 1), 1e-15);
        assertEquals(2 * (c[0][2] * c[1][1] + 2 * c[0][1] * c[2][1]), squares.slopeFieldProduct(c, 0, 2, 1), 1e-15);
        // E[4x² x⁴] = 60 C³.
        assertEquals(60 * Math.pow(c[0][0], 3), squares.slopeSlopeProductProduct(c, 0, 0, 0, 0), 1e-13);
    }

    /** Orthonormality E[h_n(x) h_m(y)] = δ_nm E[xy]^n for unit variances. */
    @Test
    void hermitePolynomialsAreDiagonalInTheCorrelation() {
        double[][] omega = {{1, 0.4}, {0.4, 1}};
        for (int n = 0; n <= 10; n++) {
            for (int m = 0; m <= 10; m++) {
                double[] f = new double[n + 1];
                double[] g = new double[m + 1];
                f[n] = 1;
                g[m] = 1;
                PolynomialForms forms =
                        new PolynomialForms(new double[][] {Hermite.toMonomials(f), Hermite.toMonomials(g)});
                // Cancellation: Σ|coefficients| E|x|^c is about 3^n for h_n, n ≤ 10.
                double rounding = 1e-15 * Math.pow(3, n) * Math.pow(3, m) / 10 + 1e-15;
                assertEquals(n == m ? Math.pow(0.4, n) : 0, forms.product(omega, 0, 1), rounding, n + ", " + m);
            }
        }
    }

    /** Every choice of indices, random polynomials of degree up to 4, every rank: order 9 is exact up to degree 17. */
    @Test
    void everyChoiceOfIndicesMatchesTheTensorRule() {
        Random random = new Random(5);
        FieldQuadrature rule = new TensorGaussHermite(4, 9, 0);
        for (int rank = 0; rank <= 4; rank++) {
            double[][] omega = Covariances.of(Covariances.normal(4, rank, random));
            double[][] p = new double[4][];
            for (int i = 0; i < 4; i++) {
                p[i] = Covariances.normal(1, i + 2, random)[0];
            }
            PolynomialForms forms = new PolynomialForms(p);
            for (int code = 0; code < 256; code++) {
                int j = code & 3;
                int l = code >> 2 & 3;
                int i = code >> 4 & 3;
                int m = code >> 6;
                ToDoubleFunction<double[]> four =
                        x -> slope(p[j], x[j]) * slope(p[l], x[l]) * value(p[i], x[i]) * value(p[m], x[m]);
                double exact = Covariances.expectation(rule, omega, four);
                double size = Covariances.expectation(rule, omega, x -> Math.abs(four.applyAsDouble(x)));
                // 1e-12 of the mean absolute integrand, the scale of rounding where terms of both signs cancel.
                assertEquals(
                        exact,
                        forms.slopeSlopeProductProduct(omega, j, l, i, m),
                        1e-12 * size,
                        "rank " + rank + ", indices " + j + l + i + m);
                double three = Covariances.expectation(rule, omega, x -> slope(p[j], x[j]) * x[l] * value(p[i], x[i]));
                assertEquals(three, forms.slopeFieldProduct(omega, j, l, i), 1e-12 * (1 + Math.abs(three)));
            }
        }
    }

    @Test
    @Tag("regression")
    void highDegreeSaysWhatToUse() {
        PolynomialForms forms = new PolynomialForms(new double[][] {{0, 0, 0, 0, 0, 0, 0, 1}});
        assertFalse(forms.hasFourFieldForm());
        var error = assertThrows(
                UnsupportedOperationException.class,
                () -> forms.slopeSlopeProductProduct(new double[][] {{1}}, 0, 0, 0, 0));
        assertTrue(error.getMessage().contains("TensorGaussHermite of order 14"));
        // E[x¹⁴] = 13!! = 135135.
        assertEquals(135135, forms.product(new double[][] {{1}}, 0, 0), 1e-9);
    }

    private static double value(double[] p, double x) {
        double sum = 0;
        for (int c = p.length - 1; c >= 0; c--) {
            sum = sum * x + p[c];
        }
        return sum;
    }

    private static double slope(double[] p, double x) {
        double sum = 0;
        for (int c = p.length - 1; c >= 1; c--) {
            sum = sum * x + c * p[c];
        }
        return sum;
    }
}
