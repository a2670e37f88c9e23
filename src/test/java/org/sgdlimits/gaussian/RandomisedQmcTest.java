package org.sgdlimits.gaussian;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("validation")
final class RandomisedQmcTest {

    private static final int GROUPS = 16;

    /** Means within 4 standard errors of 16 groups: false-alarm probability 1.2e-3 each by Student's law of 15. */
    @Test
    void closedFormsLieWithinTheStandardErrorAtEveryRank() {
        FieldQuadrature rule = new RandomisedQmc(4, false, 10, GROUPS, 5);
        ErfForms erf = new ErfForms();
        for (double[][] w : Covariances.FIELDS) {
            double[][] omega = Covariances.of(w);
            double variance = 0.25 * (omega[0][0] + omega[2][2] + 2 * omega[0][2]);
            assertWithin(rule, omega, Math.exp(0.5 * variance), x -> Math.exp(0.5 * (x[0] + x[2])));
            assertWithin(rule, omega, erf.product(omega, 0, 3), x -> erf(x[0]) * erf(x[3]));
            assertWithin(
                    rule,
                    omega,
                    erf.slopeSlopeProductProduct(omega, 0, 1, 2, 3),
                    x -> slope(x[0]) * slope(x[1]) * erf(x[2]) * erf(x[3]));
            double quartic = omega[0][0] * omega[3][3] + 2 * omega[0][3] * omega[0][3];
            assertWithin(rule, omega, quartic, x -> x[0] * x[0] * x[3] * x[3]);
            double[][] pair = {{omega[0][0], omega[0][2]}, {omega[0][2], omega[2][2]}};
            double tanh = Covariances.expectation(
                    new TensorGaussHermite(2, 60, 0), pair, x -> Math.tanh(x[0]) * Math.tanh(x[1]));
            assertWithin(rule, omega, tanh, x -> Math.tanh(x[0]) * Math.tanh(x[2]));
        }
    }

    @Test
    void oddMomentsAndSecondMomentsAreExactInEveryGroup() {
        FieldQuadrature rule = new RandomisedQmc(3, true, 6, 4, 9);
        double[][] omega = Covariances.of(Covariances.normal(3, 3, new Random(1)));
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                int i = a;
                int j = b;
                double[] second = groupMeans(rule, omega, x -> x[i] * x[j]);
                double[] third = groupMeans(rule, omega, x -> x[i] * x[j] * x[j]);
                double scale = Covariances.scale(omega, i, j);
                assertArrayEquals(
                        new double[] {omega[i][j], omega[i][j], omega[i][j], omega[i][j]}, second, 1e-14 * scale);
                // A node's mirror image is its exact negative: what remains is the order of summation.
                assertArrayEquals(new double[4], third, 1e-14 * scale * scale);
            }
        }
    }

    /**
     * Over 200 seeds the squared error of the mean of 8 groups, in units of the squared standard error, averages 7/5
     * for normal errors (Student's law of 7 degrees of freedom). E z⁴ of that law is 9.8, so the average has the
     * standard error √((9.8 − 1.96)/200) = 0.2; 4 of them are allowed.
     */
    @Test
    void standardErrorIsHonestForBoundedActivations() {
        double[][] omega = {{1, 0.3}, {0.3, 0.8}};
        ToDoubleFunction<double[]> bounded = x -> Math.tanh(x[0]) * Math.tanh(x[1]);
        double exact = Covariances.expectation(new TensorGaussHermite(2, 60, 0), omega, bounded);
        assertEquals(1.4, meanSquare(omega, exact, bounded), 0.8);
    }

    /** As documented: at most 1.7 times too small for a fourth moment, 1.4 · 1.7² = 4. */
    @Test
    void standardErrorOfAGrowingIntegrandIsSmallByLessThanAFactorTwo() {
        double[][] omega = {{1, 0.3}, {0.3, 0.8}};
        assertTrue(meanSquare(omega, 0.8 + 2 * 0.09, x -> x[0] * x[0] * x[1] * x[1]) < 4);
    }

    private static double meanSquare(double[][] omega, double exact, ToDoubleFunction<double[]> f) {
        double sum = 0;
        int seeds = 200;
        for (int seed = 0; seed < seeds; seed++) {
            double[] means = groupMeans(new RandomisedQmc(2, false, 10, 8, seed), omega, f);
            double z = (mean(means) - exact) / standardError(means);
            sum += z * z;
        }
        return sum / seeds;
    }

    /** Beats plain Monte Carlo, whose standard error for this integrand and node count is known in closed form. */
    @Test
    void errorIsFarBelowPlainMonteCarlo() {
        double[][] omega = {{0.25, 0}, {0, 0.25}};
        double[] means = groupMeans(new RandomisedQmc(2, false, 12, GROUPS, 5), omega, x -> Math.exp(x[0] + x[1]));
        double plain = Math.sqrt((Math.exp(1) - Math.exp(0.5)) / (GROUPS << 12));
        assertTrue(standardError(means) < plain / 20, standardError(means) + " against " + plain);
    }

    @Test
    @Tag("regression")
    void nodesDependOnTheSeedAlone() {
        double[][] omega = {{1, 0.3}, {0.3, 0.8}};
        FieldNodes first = new FieldNodes(new RandomisedQmc(2, true, 6, 2, 77));
        FieldNodes second = new FieldNodes(new RandomisedQmc(2, true, 6, 2, 77));
        new RandomisedQmc(2, true, 6, 2, 77).place(omega, first);
        new RandomisedQmc(2, true, 6, 2, 77).place(omega, second);
        assertArrayEquals(first.fields(), second.fields());
        assertArrayEquals(first.noise(), second.noise());
        var error = assertThrows(IllegalArgumentException.class, () -> new RandomisedQmc(9, true, 5, 2, 1));
        assertTrue(error.getMessage().contains("expected at least 40 nodes a group"));
    }

    private static void assertWithin(
            FieldQuadrature rule, double[][] omega, double exact, ToDoubleFunction<double[]> f) {
        double[] means = groupMeans(rule, omega, f);
        // 1e-13 where the integrand is exact or zero and the groups do not differ.
        double allowed = 4 * standardError(means) + 1e-13 * (1 + Math.abs(exact));
        assertEquals(exact, mean(means), allowed);
    }

    private static double[] groupMeans(FieldQuadrature rule, double[][] omega, ToDoubleFunction<double[]> f) {
        FieldNodes nodes = new FieldNodes(rule);
        rule.place(omega, nodes);
        double[] sums = new double[rule.groups()];
        double[] x = new double[rule.fields()];
        int size = nodes.count() / sums.length;
        for (int t = 0; t < nodes.count(); t++) {
            for (int j = 0; j < x.length; j++) {
                x[j] = nodes.field(t, j);
            }
            sums[t / size] += sums.length * nodes.weight(t) * f.applyAsDouble(x);
        }
        return sums;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double v : values) {
            sum += v;
        }
        return sum / values.length;
    }

    private static double standardError(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double v : values) {
            sum += (v - mean) * (v - mean);
        }
        return Math.sqrt(sum / (values.length * (values.length - 1.0)));
    }

    private static double erf(double x) {
        return Erf.erf(x / Math.sqrt(2));
    }

    private static double slope(double x) {
        return Math.sqrt(2 / Math.PI) * Math.exp(-0.5 * x * x);
    }
}
