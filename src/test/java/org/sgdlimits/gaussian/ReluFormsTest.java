package org.sgdlimits.gaussian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("validation")
final class ReluFormsTest {

    private static final ReluForms RELU = new ReluForms();

    /**
     * Reference: mpmath, 20 digits, the sphere average in rings about x_j with the kinks as break points,
     * E = 3 · (1/4π)∮ max(v·s, 0) max(w·s, 0) over the half sphere x_j > 0.
     */
    @Test
    void threeFieldFormMatchesSphericalQuadrature() {
        double[][] omega = Covariances.GENERAL;
        assertEquals(0.10835480136160394, RELU.slopeSlopeProductProduct(omega, 0, 0, 1, 2), 1e-15);
        assertEquals(0.10748730938806961, RELU.slopeSlopeProductProduct(omega, 0, 0, 2, 3), 1e-15);
        assertEquals(0.16683882743931974, RELU.slopeSlopeProductProduct(omega, 3, 3, 0, 1), 1e-15);
        assertEquals(0.05607247602763974, RELU.slopeSlopeProductProduct(omega, 1, 1, 2, 3), 1e-15);
    }

    @Test
    void formsMatchSamplesWhicheverTheRank() {
        for (double[][] w : Covariances.FIELDS) {
            double[][] omega = Covariances.of(w);
            double[] exact = {
                RELU.product(omega, 0, 1),
                RELU.slopeProduct(omega, 0, 1),
                RELU.slopeFieldProduct(omega, 1, 0, 2),
                RELU.slopeFieldProduct(omega, 2, 3, 0),
                RELU.slopeSlopeProductProduct(omega, 0, 0, 1, 2),
                RELU.slopeSlopeProductProduct(omega, 1, 2, 3, 1),
                RELU.slopeSlopeProductProduct(omega, 1, 2, 3, 2),
                RELU.slopeSlopeProductProduct(omega, 3, 3, 2, 2)
            };
            MonteCarlo.assertMeans(
                    w,
                    1_000_000,
                    12,
                    exact,
                    a -> {
                        double[] x = a[0];
                        a[1][0] = relu(x[0]) * relu(x[1]);
                        a[1][1] = step(x[0]) * step(x[1]);
                        a[1][2] = step(x[1]) * x[0] * relu(x[2]);
                        a[1][3] = step(x[2]) * x[3] * relu(x[0]);
                        a[1][4] = step(x[0]) * relu(x[1]) * relu(x[2]);
                        a[1][5] = step(x[1]) * step(x[2]) * relu(x[3]) * relu(x[1]);
                        a[1][6] = step(x[1]) * step(x[2]) * relu(x[3]) * relu(x[2]);
                        a[1][7] = step(x[3]) * relu(x[2]) * relu(x[2]);
                    },
                    "relu");
        }
    }

    /** Elementary values: for x_1 = c x_0, c > 0, everything is a half moment of one normal; for c < 0 all vanish. */
    @Test
    void alignedAndOppositeFieldsAreExact() {
        for (double c : new double[] {1, 0.3, 7, 1e-6}) {
            double v = 0.1;
            double[][] aligned = {{v, c * v}, {c * v, c * c * v}};
            assertEquals(0.5 * c * v, RELU.product(aligned, 0, 1), 2e-16 * c);
            assertEquals(0.5, RELU.slopeProduct(aligned, 0, 1), 1e-16);
            assertEquals(0.5 * c * v, RELU.slopeFieldProduct(aligned, 0, 0, 1), 2e-16 * c);
            assertEquals(0.5 * c * c * v, RELU.slopeSlopeProductProduct(aligned, 0, 0, 1, 1), 2e-16 * c * c);
            double[][] opposite = {{v, -c * v}, {-c * v, c * c * v}};
            assertEquals(0, RELU.product(opposite, 0, 1), 1e-16 * c);
            assertEquals(0, RELU.slopeProduct(opposite, 0, 1), 1e-16);
            assertEquals(0, RELU.slopeFieldProduct(opposite, 0, 0, 1), 1e-16 * c);
            assertEquals(0, RELU.slopeSlopeProductProduct(opposite, 0, 0, 1, 1), 1e-16 * c * c);
        }
    }

    @Test
    void zeroFieldGivesZero() {
        double[][] omega = {{0, 0}, {0, 1}};
        assertEquals(0, RELU.product(omega, 0, 1));
        assertEquals(0, RELU.product(omega, 0, 0));
        assertEquals(0, RELU.slopeProduct(omega, 0, 0));
        assertEquals(0, RELU.slopeProduct(omega, 0, 1));
        assertEquals(0, RELU.slopeFieldProduct(omega, 0, 1, 1));
        assertEquals(0, RELU.slopeFieldProduct(omega, 1, 1, 0));
        assertEquals(0, RELU.slopeSlopeProductProduct(omega, 0, 1, 1, 1));
    }

    /** Where an angle is small the forms must not lose digits: against the expansion in φ at C_ii = C_ll = 1. */
    @Test
    void smallAnglesKeepTheirDigits() {
        for (double angle : new double[] {1e-1, 1e-3, 1e-5}) {
            double[][] omega = {{1, Math.cos(angle)}, {Math.cos(angle), 1}};
            double exact = (Math.sin(angle) + (Math.PI - angle) * Math.cos(angle)) / (2 * Math.PI);
            assertEquals(exact, RELU.product(omega, 0, 1), 2e-16);
            // cos φ is rounded: φ itself is known to ε/φ.
            assertEquals((Math.PI - angle) / (2 * Math.PI), RELU.slopeProduct(omega, 0, 1), 1e-16 / angle);
        }
    }

    @Test
    @Tag("regression")
    void fourDistinctFieldsSayThatTheyNeedQuadrature() {
        assertFalse(RELU.hasFourFieldForm());
        var error = assertThrows(
                UnsupportedOperationException.class,
                () -> RELU.slopeSlopeProductProduct(Covariances.GENERAL, 0, 1, 2, 3));
        assertTrue(error.getMessage().contains("use quadrature"));
    }

    private static double relu(double x) {
        return Math.max(x, 0);
    }

    private static double step(double x) {
        return x > 0 ? 1 : 0;
    }
}
