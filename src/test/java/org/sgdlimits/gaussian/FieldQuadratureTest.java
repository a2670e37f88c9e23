package org.sgdlimits.gaussian;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every rule shares, then the tensor rule and the polar rule. */
@Tag("validation")
final class FieldQuadratureTest {

    private static final double[][][] PAIRS = {
        {{1, 0.3}, {0.3, 0.8}},
        {{1, 0.999999}, {0.999999, 1}},
        {{2, -1.9}, {-1.9, 1.9}},
        {{0.5, 1}, {1, 2}},
        {{0.5, -1}, {-1, 2}},
        {{0, 0}, {0, 1.7}},
        {{1.7, 0}, {0, 0}},
        {{0, 0}, {0, 0}},
        {{1e-12, 5e-7}, {5e-7, 1}},
    };

    @Test
    void everyRuleHasTheMomentsOfTheFieldsAndTheNoise() {
        FieldQuadrature[] rules = {
            new TensorGaussHermite(2, 6, 3), new PolarRule(6, 20, 3), new RandomisedQmc(2, true, 8, 4, 1)
        };
        for (FieldQuadrature rule : rules) {
            FieldNodes nodes = new FieldNodes(rule);
            for (double[][] omega : PAIRS) {
                rule.place(omega, nodes);
                double[] moments = new double[9];
                for (int t = 0; t < nodes.count(); t++) {
                    double x = nodes.field(t, 0);
                    double y = nodes.field(t, 1);
                    double xi = nodes.noise(t);
                    double[] powers = {1, x, y, xi, x * x, x * y, y * y, xi * xi, x * xi};
                    for (int k = 0; k < powers.length; k++) {
                        moments[k] += nodes.weight(t) * powers[k];
                    }
                }
                double[] exact = {1, 0, 0, 0, omega[0][0], omega[0][1], omega[1][1], 1, 0};
                // Sums of up to 2000 terms of size one.
                assertArrayEquals(exact, moments, 2e-14, rule.describe() + Arrays.deepToString(omega));
                assertTrue(nodes.count() <= rule.maxNodes());
            }
        }
    }

    /** E x^{2h} = (2h − 1)!! σ^{2h}: exact at degree 2·order − 1, and off by the known error one degree beyond. */
    @Test
    void tensorRuleIsExactUpToItsDegreeAndNotBeyond() {
        for (int order = 1; order <= 8; order++) {
            FieldQuadrature rule = new TensorGaussHermite(1, order, 0);
            double[][] omega = {{1.3}};
            double moment = 1;
            for (int half = 0; 2 * half < 2 * order; half++) {
                int degree = 2 * half;
                double sum = Covariances.expectation(rule, omega, x -> Math.pow(x[0], degree));
                assertEquals(moment, sum, 1e-14 * (1 + degree) * moment);
                moment *= (degree + 1) * 1.3;
            }
            int beyond = 2 * order;
            double sum = Covariances.expectation(rule, omega, x -> Math.pow(x[0], beyond));
            // The error of the Gauss rule at x^{2n} is n! σ^{2n} exactly.
            double error = Math.pow(1.3, order);
            for (int k = 2; k <= order; k++) {
                error *= k;
            }
            assertEquals(error, moment - sum, 1e-13 * moment);
        }
    }

    /** E[x² y² z²] = abc + 2(a C_yz² + b C_xz² + c C_xy²) + 8 C_xy C_xz C_yz. */
    @Test
    void tensorRuleOfThreeFieldsIsExactForTotalDegree() {
        Random random = new Random(3);
        FieldQuadrature rule = new TensorGaussHermite(3, 4, 0);
        for (int rank = 0; rank <= 3; rank++) {
            double[][] c = Covariances.of(Covariances.normal(3, rank, random));
            double exact = c[0][0] * c[1][1] * c[2][2]
                    + 2 * c[0][0] * c[1][2] * c[1][2]
                    + 2 * c[1][1] * c[0][2] * c[0][2]
                    + 2 * c[2][2] * c[0][1] * c[0][1]
                    + 8 * c[0][1] * c[0][2] * c[1][2];
            double sum = mean(rule, c, x -> x[0] * x[0] * x[1] * x[1] * x[2] * x[2]);
            assertEquals(exact, sum, 1e-14 * exact);
        }
    }

    @Test
    void polarRuleMatchesTheReluFormsAtEveryRank() {
        FieldQuadrature rule = new PolarRule(10, 20, 0);
        ReluForms relu = new ReluForms();
        for (double[][] omega : PAIRS) {
            String what = Arrays.deepToString(omega);
            // Rounding alone; the slopes jump at an angle that Ω determines to ε/sin φ, 1e-13 at φ = 1.4e-3.
            assertEquals(relu.product(omega, 0, 1), mean(rule, omega, x -> relu(x[0]) * relu(x[1])), 1e-14, what);
            assertEquals(relu.slopeProduct(omega, 0, 1), mean(rule, omega, x -> step(x[0]) * step(x[1])), 1e-12, what);
            assertEquals(
                    relu.slopeFieldProduct(omega, 0, 0, 1),
                    mean(rule, omega, x -> step(x[0]) * x[0] * relu(x[1])),
                    1e-14,
                    what);
            assertEquals(
                    relu.slopeSlopeProductProduct(omega, 0, 0, 1, 1),
                    mean(rule, omega, x -> step(x[0]) * relu(x[1]) * relu(x[1])),
                    1e-12,
                    what);
        }
    }

    /** By W: general, the third field nearly in the plane of the others, in it, aligned, opposite, zero fields. */
    private static final double[][][] TRIPLES = {
        {{1, 0, 0}, {0.2, 0.9, 0}, {0.7, -0.6, 1}},
        {{1, 0, 0}, {0.2, 0.9, 0}, {0.7, -0.6, -0.3}},
        {{1, 0, 0}, {0.2, 0.9, 0}, {0.7, -0.6, 1e-7}},
        {{1, 0, 0}, {0.2, 0.9, 0}, {0.7, -0.6, 0}},
        {{1, 0.4, 0}, {2, 0.8, 0}, {0.3, -0.4, 0.5}},
        {{1, 0.4, 0}, {0.3, -0.4, 0.5}, {-2, -0.8, 0}},
        {{0, 0, 0}, {0.3, -0.4, 0.5}, {-2, -0.8, 0}},
        {{1, 0.4, 0}, {0.3, -0.4, 0.5}, {0, 0, 0}},
        {{0, 0, 0}, {0, 0, 0}, {0, 0, 0}},
    };

    /**
     * The radius is exact and the angles are integrated to rounding, in sums of some ten thousand terms of size one; where
     * L_33 = 1e-7 the latitude of the kink turns within that angle, which moves integrals by 1e-14.
     */
    @Test
    void sphericalRuleMatchesTheReluFormsAtEveryRank() {
        FieldQuadrature rule = new SphericalRule(3, 20, 0);
        ReluForms relu = new ReluForms();
        for (double[][] w : TRIPLES) {
            double[][] omega = Covariances.of(w);
            String what = Arrays.deepToString(w);
            for (int field = 0; field < 3; field++) {
                int j = field;
                int l = (field + 1) % 3;
                int i = (field + 2) % 3;
                double[] exact = {
                    relu.product(omega, j, l),
                    relu.slopeFieldProduct(omega, j, i, l),
                    relu.slopeSlopeProductProduct(omega, j, j, l, i),
                    relu.slopeSlopeProductProduct(omega, j, l, i, i)
                };
                double[] got = {
                    mean(rule, omega, x -> relu(x[j]) * relu(x[l])),
                    mean(rule, omega, x -> step(x[j]) * x[i] * relu(x[l])),
                    mean(rule, omega, x -> step(x[j]) * relu(x[l]) * relu(x[i])),
                    mean(rule, omega, x -> step(x[j]) * step(x[l]) * relu(x[i]) * relu(x[i]))
                };
                assertArrayEquals(exact, got, 1e-13, what);
            }
        }
    }

    /** Moments of even and odd degree by hand: E|x|³|z| and E|x||y||z| at Ω = I are 4/π and (2/π)^{3/2}. */
    @Test
    void sphericalRuleHasTheMomentsOfFieldsAndNoise() {
        FieldQuadrature rule = new SphericalRule(4, 16, 2);
        double[][] identity = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        assertEquals(4 / Math.PI, mean(rule, identity, x -> Math.pow(Math.abs(x[0]), 3) * Math.abs(x[2])), 1e-13);
        assertEquals(Math.pow(2 / Math.PI, 1.5), mean(rule, identity, x -> Math.abs(x[0] * x[1] * x[2])), 1e-13);
        FieldNodes nodes = new FieldNodes(rule);
        for (double[][] w : TRIPLES) {
            double[][] omega = Covariances.of(w);
            rule.place(omega, nodes);
            double[] moments = new double[10];
            for (int t = 0; t < nodes.count(); t++) {
                double x = nodes.field(t, 0);
                double y = nodes.field(t, 1);
                double z = nodes.field(t, 2);
                double xi = nodes.noise(t);
                double[] powers = {1, x, z, xi, x * y, x * z, y * z, z * z, xi * xi, z * xi};
                for (int k = 0; k < powers.length; k++) {
                    moments[k] += nodes.weight(t) * powers[k];
                }
            }
            double[] exact = {
                1, 0, 0, 0, omega[0][1], omega[0][2], omega[1][2], omega[2][2], 1, 0,
            };
            // Sums of up to 25,000 terms of size one.
            assertArrayEquals(exact, moments, 1e-13, Arrays.deepToString(w));
            assertTrue(nodes.count() <= rule.maxNodes());
        }
    }

    /** |x|³ y⁴ and |x y|³ by hand: E|x|³ y⁴ at Ω = I is 2√(2/π) · 3; E|x|³|y|³ = 8/π. */
    @Test
    void polarRuleIsExactForOddPowersOfTheRadius() {
        FieldQuadrature rule = new PolarRule(8, 24, 0);
        double[][] identity = {{1, 0}, {0, 1}};
        ToDoubleFunction<double[]> cubeAndQuartic = x -> Math.pow(Math.abs(x[0]), 3) * Math.pow(x[1], 4);
        assertEquals(6 * Math.sqrt(2 / Math.PI), mean(rule, identity, cubeAndQuartic), 1e-13);
        assertEquals(8 / Math.PI, mean(rule, identity, x -> Math.pow(Math.abs(x[0] * x[1]), 3)), 1e-13);
    }

    /** E exp(a·x) = exp(a Ω aᵀ/2) and E cos(a·x) = exp(−a Ω aᵀ/2). */
    @Test
    void smoothIntegrandsConvergeToTheirClosedForms() {
        FieldQuadrature[] rules = {new TensorGaussHermite(2, 24, 0), new PolarRule(30, 30, 0)};
        for (FieldQuadrature rule : rules) {
            for (double[][] omega : PAIRS) {
                double variance = omega[0][0] + omega[1][1] / 4 - omega[0][1];
                double half = Math.exp(0.5 * variance);
                assertEquals(half, mean(rule, omega, x -> Math.exp(x[0] - 0.5 * x[1])), 1e-13 * half);
                assertEquals(1 / half, mean(rule, omega, x -> Math.cos(x[0] - 0.5 * x[1])), 1e-13);
            }
        }
    }

    @Test
    void companionBoundsTheErrorOfANonPolynomialIntegrand() {
        double[][] omega = {{1, 0.3}, {0.3, 0.8}};
        double exact = Math.exp(0.5 * (1 + 0.8 + 0.6));
        for (int order = 3; order <= 8; order++) {
            FieldQuadrature rule = new TensorGaussHermite(2, order, 0);
            double value = mean(rule, omega, x -> Math.exp(x[0] + x[1]));
            double estimate = Math.abs(value - mean(rule.companion(), omega, x -> Math.exp(x[0] + x[1])));
            // The companion converges geometrically faster: its own error is a small part of the difference.
            assertEquals(1, Math.abs(value - exact) / estimate, 0.35, "order " + order);
        }
    }

    @Test
    @Tag("regression")
    void tooManyNodesSayWhatToUse() {
        var error = assertThrows(IllegalArgumentException.class, () -> new TensorGaussHermite(10, 20, 0));
        assertTrue(error.getMessage().contains("RandomisedQmc"));
        var shape = assertThrows(IllegalArgumentException.class, () -> new PolarRule(2, 2, 0)
                .place(new double[3][3], new FieldNodes(3, 100)));
        assertTrue(shape.getMessage().startsWith("into: expected nodes of 2 fields, got 3"));
    }

    private static double mean(FieldQuadrature rule, double[][] omega, ToDoubleFunction<double[]> f) {
        return Covariances.expectation(rule, omega, f);
    }

    private static double relu(double x) {
        return Math.max(x, 0);
    }

    private static double step(double x) {
        return x > 0 ? 1 : 0;
    }
}
