package org.sgdlimits.gaussian;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Holds exact values against means over samples of x = W z: at most 4 standard errors off, 6e-5 false alarms each. */
final class MonteCarlo {

    private MonteCarlo() {}

    /** {@code integrands} fills the second array from the fields in the first. */
    static void assertMeans(
            double[][] w, int samples, long seed, double[] exact, Consumer<double[][]> integrands, String what) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int n = w.length;
        int count = exact.length;
        double[] z = new double[w[0].length];
        double[][] xAndValues = {new double[n], new double[count]};
        double[] sums = new double[count];
        double[] squares = new double[count];
        for (int s = 0; s < samples; s++) {
            for (int c = 0; c < z.length; c++) {
                z[c] = random.nextGaussian();
            }
            for (int i = 0; i < n; i++) {
                double x = 0;
                for (int c = 0; c < z.length; c++) {
                    x += w[i][c] * z[c];
                }
                xAndValues[0][i] = x;
            }
            integrands.accept(xAndValues);
            for (int k = 0; k < count; k++) {
                sums[k] += xAndValues[1][k];
                squares[k] += xAndValues[1][k] * xAndValues[1][k];
            }
        }
        for (int k = 0; k < count; k++) {
            double mean = sums[k] / samples;
            double error = Math.sqrt(Math.max(squares[k] / samples - mean * mean, 0) / samples);
            // The rounding of a sum of that many terms covers integrands without variance.
            double allowed = 4 * error + 1e-12 * (1 + Math.abs(mean));
            assertTrue(
                    Math.abs(mean - exact[k]) <= allowed,
                    what + ", integrand " + k + ": exact " + exact[k] + ", sampled " + mean + " +- " + error);
        }
    }
}
