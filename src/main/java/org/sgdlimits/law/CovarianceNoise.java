package org.sgdlimits.law;

import java.util.random.RandomGenerator;
import org.sgdlimits.gaussian.SemidefiniteCholesky;

/** Gaussian vectors with a given covariance C: L g with L Lᵀ = C and g standard normal. Scratch; cost size³/6. */
final class CovarianceNoise {

    private final SemidefiniteCholesky cholesky;
    private final double[] normal;

    /** The covariance, to be filled in before each draw. */
    final double[][] covariance;

    CovarianceNoise(int size) {
        cholesky = new SemidefiniteCholesky(size);
        normal = new double[size];
        covariance = new double[size][size];
    }

    void draw(RandomGenerator random, double[] out) {
        cholesky.factor(covariance);
        double[][] lower = cholesky.lower();
        for (int i = 0; i < normal.length; i++) {
            normal[i] = random.nextGaussian();
        }
        for (int i = 0; i < out.length; i++) {
            double sum = 0;
            for (int c = 0; c <= i; c++) {
                sum += lower[i][c] * normal[c];
            }
            out[i] = sum;
        }
    }

    /** gᵀ C g. */
    double variance(double[] gradient) {
        double sum = 0;
        for (int i = 0; i < gradient.length; i++) {
            for (int j = 0; j < gradient.length; j++) {
                sum += gradient[i] * covariance[i][j] * gradient[j];
            }
        }
        return sum;
    }
}
