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

    /**
     * Nodes and weights for the Marchenko–Pastur law of AᵀA, entries N(0, 1/n), d/n = ratio: Chebyshev's rule of the second kind
     * for √((x − a)(b − x)), a, b = (1 ∓ √ratio)². The counts add up to min(n, d).
     *
     * @param signal y² of every mode
     * @param noise label noise: adds noise/σ to y², and the rows beyond the rank to the floor
     */
    static SpectralMeasure marchenkoPastur(int n, double ratio, int nodes, double signal, double noise) {
        double a = Math.pow(1 - Math.sqrt(ratio), 2);
        double b = Math.pow(1 + Math.sqrt(ratio), 2);
        double[] sigma = new double[nodes];
        double[] counts = new double[nodes];
        double[] start = new double[nodes];
        for (int i = 0; i < nodes; i++) {
            double angle = Math.PI * (i + 1) / (nodes + 1);
            sigma[i] = 0.5 * (a + b) - 0.5 * (b - a) * Math.cos(angle);
            double weight = Math.PI / (nodes + 1) * Math.pow(Math.sin(angle) * 0.5 * (b - a), 2);
            // n times the density √((x − a)(b − x))/(2π x) of AᵀA's eigenvalues, per sample
            counts[i] = n * weight / (2 * Math.PI * sigma[i]);
            start[i] = Math.sqrt(counts[i] * (signal + noise / sigma[i]));
        }
        double rank = n * Math.min(1, ratio);
        return SpectralMeasure.of(n, sigma, counts, start, (n - rank) * noise);
    }
}
