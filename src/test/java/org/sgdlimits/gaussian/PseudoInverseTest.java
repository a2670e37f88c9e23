package org.sgdlimits.gaussian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("validation")
final class PseudoInverseTest {

    /** The four Penrose conditions; the symmetric ones by the symmetry of Ω Ω⁺. */
    @Test
    void penroseConditionsHoldAtEveryRank() {
        Random random = new Random(4);
        for (int n = 1; n <= 8; n++) {
            PseudoInverse inverse = new PseudoInverse(n);
            for (int rank = 0; rank <= n; rank++) {
                double[][] omega = Covariances.of(Covariances.normal(n, rank, random));
                double[][] plus = inverse.of(omega);
                assertEquals(rank, inverse.rank());
                double[][] projector = multiply(omega, plus);
                double size = norm(omega) * norm(plus);
                double eps = 1e-15 * n * (1 + size);
                assertClose(omega, multiply(projector, omega), eps * norm(omega));
                assertClose(plus, multiply(plus, projector), eps * norm(plus));
                assertClose(transpose(projector), projector, eps);
            }
        }
    }

    /** diag(1, 1e-12, 0) and a rank-one matrix u uᵀ, whose inverse is u uᵀ/|u|⁴. */
    @Test
    void knownInversesAreExact() {
        PseudoInverse inverse = new PseudoInverse(3);
        double[][] diagonal = {{1, 0, 0}, {0, 1e-12, 0}, {0, 0, 0}};
        assertEquals(1e12, inverse.of(diagonal)[1][1], 1e-3);
        assertEquals(2, inverse.rank());
        double[] u = {1, -2, 0.5};
        double square = 5.25;
        double[][] plus = inverse.of(Covariances.of(new double[][] {{u[0]}, {u[1]}, {u[2]}}));
        assertEquals(1, inverse.rank());
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                assertEquals(u[i] * u[j] / (square * square), plus[i][j], 1e-16);
            }
        }
    }

    @Test
    @Tag("regression")
    void errorNamesTheOffendingEntry() {
        PseudoInverse inverse = new PseudoInverse(1);
        var error = assertThrows(
                IllegalArgumentException.class, () -> inverse.of(new double[][] {{Double.POSITIVE_INFINITY}}));
        assertTrue(error.getMessage().startsWith("omega[0][0]: expected a finite covariance, got Infinity"));
    }

    private static double[][] multiply(double[][] a, double[][] b) {
        int n = a.length;
        double[][] c = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    private static double[][] transpose(double[][] a) {
        int n = a.length;
        double[][] b = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                b[j][i] = a[i][j];
            }
        }
        return b;
    }

    private static double norm(double[][] a) {
        double sum = 0;
        for (double[] row : a) {
            for (double v : row) {
                sum += v * v;
            }
        }
        return Math.sqrt(sum);
    }

    private static void assertClose(double[][] expected, double[][] actual, double tolerance) {
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected.length; j++) {
                assertEquals(expected[i][j], actual[i][j], tolerance, "entry " + i + ", " + j);
            }
        }
    }
}
