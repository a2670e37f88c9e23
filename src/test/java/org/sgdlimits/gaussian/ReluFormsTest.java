package org.sgdlimits.gaussian;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("validation")
final class ReluFormsTest {

    private static final int SAMPLES = 10_000_000;
    private static final ReluForms RELU = new ReluForms();

    /** The two fields with the least indices that are neither of two. */
    private static final int[][][] OTHERS = {
        {{1, 2}, {2, 3}, {1, 3}, {1, 2}},
        {{2, 3}, {0, 2}, {0, 3}, {0, 2}},
        {{1, 3}, {0, 3}, {0, 1}, {0, 1}},
        {{1, 2}, {0, 2}, {0, 1}, {0, 1}},
    };

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

    /**
     * Every choice of two, three and four fields at 10⁷ samples, shared by the choices of one Ω: aligned, opposite, zero and
     * dependent directions are among them. 258 looks at 4 standard errors: false alarm 1.6 %, with a fixed seed.
     */
    @Test
    void formsMatchSamplesWhicheverTheRank() {
        for (double[][] w : Covariances.FIELDS) {
            double[][] omega = Covariances.of(w);
            double[] exact = new double[43];
            int k = 0;
            for (int j = 0; j < 4; j++) {
                for (int i = 0; i < 4; i++) {
                    if (i != j) {
                        exact[k++] = RELU.slopeFieldProduct(omega, j, (i + 1) % 4, i);
                    }
                    if (i > j) {
                        exact[k++] = RELU.product(omega, j, i);
                        exact[k++] = RELU.slopeProduct(omega, j, i);
                        exact[k++] = RELU.slopeSlopeProductProduct(omega, j, i, (j + 1) % 4, (j + 1) % 4);
                    }
                }
            }
            for (int j = 0; j < 4; j++) {
                for (int l = j; l < 4; l++) {
                    int i = OTHERS[j][l][0];
                    exact[k++] = RELU.slopeSlopeProductProduct(omega, j, l, i, OTHERS[j][l][1]);
                }
            }
            exact[k++] = RELU.slopeSlopeProductProduct(omega, 1, 2, 3, 1);
            exact[k++] = RELU.slopeSlopeProductProduct(omega, 1, 2, 3, 2);
            exact[k] = RELU.slopeSlopeProductProduct(omega, 3, 3, 2, 2);
            MonteCarlo.assertMeans(w, SAMPLES, 12, exact, ReluFormsTest::integrands, "relu");
        }
    }

    private static void integrands(double[][] fieldsAndValues) {
        double[] x = fieldsAndValues[0];
        double[] value = fieldsAndValues[1];
        int k = 0;
        for (int j = 0; j < 4; j++) {
            for (int i = 0; i < 4; i++) {
                if (i != j) {
                    value[k++] = step(x[j]) * x[(i + 1) % 4] * relu(x[i]);
                }
                if (i > j) {
                    double square = relu(x[(j + 1) % 4]) * relu(x[(j + 1) % 4]);
                    value[k++] = relu(x[j]) * relu(x[i]);
                    value[k++] = step(x[j]) * step(x[i]);
                    value[k++] = step(x[j]) * step(x[i]) * square;
                }
            }
        }
        for (int j = 0; j < 4; j++) {
            for (int l = j; l < 4; l++) {
                value[k++] = step(x[j]) * step(x[l]) * relu(x[OTHERS[j][l][0]]) * relu(x[OTHERS[j][l][1]]);
            }
        }
        value[k++] = step(x[1]) * step(x[2]) * relu(x[3]) * relu(x[1]);
        value[k++] = step(x[1]) * step(x[2]) * relu(x[3]) * relu(x[2]);
        value[k] = step(x[3]) * relu(x[2]) * relu(x[2]);
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

    private static double relu(double x) {
        return Math.max(x, 0);
    }

    private static double step(double x) {
        return x > 0 ? 1 : 0;
    }
}
