package org.sgdlimits.leastsquares;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.sgdlimits.method.RandomStreams;
import org.sgdlimits.method.RandomStreams.Purpose;

/** Data problems that the tests share. */
final class Spectra {

    private Spectra() {}

    static RandomGenerator random(long seed) {
        return RandomStreams.generator(seed, Purpose.DESIGN, 0);
    }

    /** A Gaussian design A_ij ~ N(0, 1/n), x* ~ N(0, I), label noise 1, from X₀ = 0. */
    static LeastSquaresProblem gaussian(int n, int d, long seed) {
        RandomGenerator random = random(seed);
        DenseMatrix design = Designs.gaussian(n, d, random);
        return LeastSquaresProblem.of(design, Designs.labels(design, normal(d, random), 1, random));
    }

    static double[] normal(int d, RandomGenerator random) {
        double[] x = new double[d];
        Arrays.setAll(x, j -> random.nextGaussian());
        return x;
    }

    /** Eigenvalues uniform in log σ over three decades, y_j ~ N(0, 1), ridge, a floor, and one risk besides the loss. */
    static SpectralMeasure wide(int r, double ridge) {
        Random random = new Random(5);
        double[] sigma =
                random.doubles(r).map(x -> 3 * Math.pow(10, -3 * x)).sorted().toArray();
        double[] ones = new double[r];
        Arrays.fill(ones, 1);
        double[] start = new double[r];
        Arrays.setAll(start, j -> random.nextGaussian());
        double[] bias = new double[r];
        Arrays.setAll(bias, j -> ridge == 0 ? 0 : ridge * random.nextGaussian() / (sigma[j] + ridge));
        double[] curvature = random.doubles(r).toArray();
        QuadraticRisk risk = new QuadraticRisk("other", curvature, y -> {
            double sum = 1;
            for (int j = 0; j < r; j++) {
                sum += 0.5 * curvature[j] * y[j] * y[j];
            }
            return sum;
        });
        return new SpectralMeasure(2 * r, ridge, sigma, ones, start, bias, 3, List.of(risk));
    }
}
