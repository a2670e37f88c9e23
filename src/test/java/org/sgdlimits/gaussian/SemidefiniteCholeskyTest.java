package org.sgdlimits.gaussian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("validation")
final class SemidefiniteCholeskyTest {

    /** Backward error bound of Cholesky, n + 1 roundings an entry, twice for the rotations, and the 4 n ε it drops. */
    private static double tolerance(int n) {
        return 8 * (n + 1) * Math.ulp(1.0);
    }

    @Test
    void factorReproducesRandomMatricesOfEveryRank() {
        Random random = new Random(1);
        for (int n = 1; n <= 10; n++) {
            for (int rank = 0; rank <= n; rank++) {
                for (int repeat = 0; repeat < 20; repeat++) {
                    double[][] omega = Covariances.of(Covariances.normal(n, rank, random));
                    assertEquals(rank, assertFactors(omega), "rank of " + n + " fields");
                }
            }
        }
    }

    @Test
    void nearlySingularMatricesAreReproducedAtEveryDistance() {
        Random random = new Random(2);
        for (double distance = 1; distance > 1e-18; distance /= 3) {
            for (int repeat = 0; repeat < 20; repeat++) {
                double[][] w = Covariances.normal(6, 6, random);
                for (int c = 0; c < 6; c++) {
                    w[2][c] = 0.7 * w[0][c] - 0.2 * w[1][c] + distance * w[2][c];
                    w[4][c] = -3 * w[3][c] + distance * w[4][c];
                }
                assertFactors(Covariances.of(w));
            }
        }
    }

    @Test
    void illConditionedHilbertMatrixIsReproduced() {
        double[][] hilbert = new double[12][12];
        for (int i = 0; i < 12; i++) {
            for (int j = 0; j < 12; j++) {
                hilbert[i][j] = 1.0 / (i + j + 1);
            }
        }
        assertFactors(hilbert);
    }

    @Test
    void alignedOppositeAndZeroFieldsHaveZeroColumns() {
        SemidefiniteCholesky factor = new SemidefiniteCholesky(4);
        double[][] omega = Covariances.of(new double[][] {{0, 0}, {0.1, 0.3}, {-0.3, -0.9}, {1, 0}});
        assertEquals(2, factor.factor(omega));
        assertFalse(factor.active(0));
        assertTrue(factor.active(1));
        assertFalse(factor.active(2));
        assertTrue(factor.active(3));
        assertEquals(0, factor.mostNegativePivot());
        assertEquals(0, factor.factor(new double[4][4]));
    }

    @Test
    void tinyVarianceIsAFieldLikeAnyOther() {
        SemidefiniteCholesky factor = new SemidefiniteCholesky(2);
        for (double tiny : new double[] {1e-12, 1e-40, 1e-200}) {
            double covariance = 0.5 * Math.sqrt(tiny);
            assertEquals(2, factor.factor(new double[][] {{tiny, covariance}, {covariance, 1}}));
            assertEquals(Math.sqrt(tiny), factor.lower()[0][0], 2 * Math.ulp(Math.sqrt(tiny)));
            assertEquals(2, factor.factor(new double[][] {{1, covariance}, {covariance, tiny}}));
            // √(tiny − tiny/4), a few roundings.
            assertEquals(Math.sqrt(0.75 * tiny), factor.lower()[1][1], 4 * Math.ulp(Math.sqrt(tiny)));
        }
    }

    @Test
    void indefiniteMatrixIsReportedAndStillFactored() {
        SemidefiniteCholesky factor = new SemidefiniteCholesky(2);
        assertEquals(1, factor.factor(new double[][] {{1, 1.1}, {1.1, 1}}));
        assertEquals(1 - 1.21, factor.mostNegativePivot(), 1e-15);
        assertEquals(1, factor.factor(new double[][] {{1, 0}, {0, -0.25}}));
        assertEquals(-0.25, factor.mostNegativePivot());
        assertEquals(0, factor.lower()[1][1]);
    }

    @Test
    @Tag("regression")
    void errorNamesTheOffendingEntry() {
        SemidefiniteCholesky factor = new SemidefiniteCholesky(2);
        var notFinite = assertThrows(
                IllegalArgumentException.class, () -> factor.factor(new double[][] {{1, 0}, {Double.NaN, 1}}));
        assertTrue(notFinite.getMessage().startsWith("omega[1][0]: expected a finite covariance, got NaN"));
        var shape = assertThrows(IllegalArgumentException.class, () -> factor.factor(new double[3][3]));
        assertTrue(shape.getMessage().startsWith("omega: expected 2 rows, got 3"));
    }

    private static int assertFactors(double[][] omega) {
        int n = omega.length;
        SemidefiniteCholesky factor = new SemidefiniteCholesky(n);
        int rank = factor.factor(omega);
        double[][] lower = factor.lower();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double product = 0;
                for (int c = 0; c < n; c++) {
                    product += lower[i][c] * lower[j][c];
                }
                double size = Math.sqrt(omega[i][i] * omega[j][j]);
                assertEquals(omega[i][j], product, tolerance(n) * size, "entry " + i + ", " + j + " of " + n);
                assertTrue(j <= i || lower[i][j] == 0, "upper triangle");
                assertTrue(factor.active(j) || lower[i][j] == 0, "inactive column");
            }
        }
        return rank;
    }
}
