package org.sgdlimits.gaussian;

import java.util.Random;
import java.util.function.ToDoubleFunction;

/** Covariances for the tests, each made as W Wᵀ so that samples W z need none of the code under test. */
final class Covariances {

    /** Four fields in general position; the reference values of several tests belong to it. */
    static final double[][] GENERAL = {
        {1.39, 0.26, -0.28, 0.67},
        {0.26, 1.14, 0.05, -0.33},
        {-0.28, 0.05, 1.42, -0.2},
        {0.67, -0.33, -0.2, 1.14}
    };

    /** Four fields, by rows of W: general, aligned, opposite, zero, a plane, and aligned with a zero. */
    static final double[][][] FIELDS = {
        {{1, 0.3, -0.2, 0.5}, {0.2, 0.9, 0.4, -0.3}, {-0.4, 0.1, 0.8, 0.6}, {0.7, -0.6, 0.2, 0.3}},
        {{1, 0.5, 0, 0}, {0.4, 0.2, 0, 0}, {0.3, -0.7, 0.5, 0}, {0.1, 0.2, 0.3, 0.9}},
        {{0.8, -0.6, 0, 0}, {-1.2, 0.9, 0, 0}, {0.5, 0.5, 0.5, 0}, {0.8, -0.6, 0, 0}},
        {{1, 0.5, 0, 0}, {0, 0, 0, 0}, {0.3, -0.7, 0.5, 0}, {-0.6, 0.2, 0.3, 0.9}},
        {{1, 0.5, 0, 0}, {0.3, -0.7, 0, 0}, {0.9, 0.1, 0, 0}, {-0.4, 1.1, 0, 0}},
        {{0, 0, 0, 0}, {1.3, 0, 0, 0}, {-0.7, 0, 0, 0}, {0.2, 0, 0, 0}},
    };

    private Covariances() {}

    /** W Wᵀ. */
    static double[][] of(double[][] w) {
        int n = w.length;
        double[][] omega = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int c = 0; c < w[i].length; c++) {
                    omega[i][j] += w[i][c] * w[j][c];
                }
            }
        }
        return omega;
    }

    /** W with {@code n} rows and {@code rank} columns of normal entries. */
    static double[][] normal(int n, int rank, Random random) {
        double[][] w = new double[n][rank];
        for (double[] row : w) {
            for (int c = 0; c < rank; c++) {
                row[c] = random.nextGaussian();
            }
        }
        return w;
    }

    /** The rule's E[f(x)], without noise. */
    static double expectation(FieldQuadrature rule, double[][] omega, ToDoubleFunction<double[]> f) {
        FieldNodes nodes = new FieldNodes(rule);
        rule.place(omega, nodes);
        double[] x = new double[rule.fields()];
        double sum = 0;
        for (int i = 0; i < nodes.count(); i++) {
            for (int j = 0; j < x.length; j++) {
                x[j] = nodes.field(i, j);
            }
            sum += nodes.weight(i) * f.applyAsDouble(x);
        }
        return sum;
    }

    /** The larger of 1 and the root of the product of both variances: the scale of rounding errors. */
    static double scale(double[][] omega, int i, int j) {
        return Math.max(1, Math.sqrt(omega[i][i] * omega[j][j]));
    }
}
