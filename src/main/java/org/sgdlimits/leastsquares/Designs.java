package org.sgdlimits.leastsquares;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.sgdlimits.model.Activation;

/**
 * Random data matrices, n rows. Entries are scaled so that tr(AᵀA)/d = O(1): Gaussian A_ij ~ N(0, 1/n); sample covariance
 * A = n^{−1/2} Z K^{1/2}; random features A = n^{−1/2} σ(Z V) (seed 003, isotropic features, sample covariances, random features).
 * Entries are drawn row by row from the generator given.
 */
public final class Designs {

    private Designs() {}

    /** A_ij ~ N(0, 1/n), n × d. */
    public static DenseMatrix gaussian(int n, int d, RandomGenerator random) {
        double scale = 1 / Math.sqrt(n);
        double[] entries = new double[product(n, d)];
        for (int k = 0; k < entries.length; k++) {
            entries[k] = scale * random.nextGaussian();
        }
        return DenseMatrix.of(n, d, entries);
    }

    /**
     * n^{−1/2} Z K^{1/2} with Z of standard normal entries, in the eigenbasis of K.
     *
     * @param eigenvalues of K, one a column
     * @throws IllegalArgumentException if one is negative or not finite
     */
    public static DenseMatrix sampleCovariance(int n, double[] eigenvalues, RandomGenerator random) {
        int d = eigenvalues.length;
        for (int j = 0; j < d; j++) {
            if (!(eigenvalues[j] >= 0) || Double.isInfinite(eigenvalues[j])) {
                throw new IllegalArgumentException(
                        "data.covariance: eigenvalue " + (j + 1) + ": expected a number >= 0, got " + eigenvalues[j]);
            }
        }
        double[] entries = gaussian(n, d, random).entries();
        for (int k = 0; k < entries.length; k++) {
            entries[k] *= Math.sqrt(eigenvalues[k % d]);
        }
        return DenseMatrix.of(n, d, entries);
    }

    /**
     * Rows of {@code entries} numbers of variance d/(n entries) at random places, the others zero: E A_ij² = 1/n as of a Gaussian
     * design.
     *
     * @param values of unit variance; signs make rows of equal length
     * @throws IllegalArgumentException if a row is to have more entries than columns
     */
    public static SparseMatrix sparse(
            int n, int d, int entries, ToDoubleFunction<RandomGenerator> values, RandomGenerator random) {
        if (entries < 1 || entries > d) {
            throw new IllegalArgumentException(
                    "data.entries: expected a whole number from 1 to the " + d + " columns, got " + entries);
        }
        double scale = Math.sqrt((double) d / n / entries);
        int[] starts = new int[n + 1];
        int[] places = new int[product(n, entries)];
        double[] stored = new double[places.length];
        boolean[] taken = new boolean[d];
        for (int i = 0; i < n; i++) {
            int from = i * entries;
            // every set of places is equally likely (Floyd's algorithm F2)
            for (int k = 0; k < entries; k++) {
                int last = d - entries + k;
                int place = random.nextInt(last + 1);
                places[from + k] = taken[place] ? last : place;
                taken[places[from + k]] = true;
            }
            Arrays.sort(places, from, from + entries);
            for (int k = from; k < from + entries; k++) {
                taken[places[k]] = false;
                stored[k] = scale * values.applyAsDouble(random);
            }
            starts[i + 1] = from + entries;
        }
        return SparseMatrix.of(d, starts, places, stored);
    }

    /** n^{−1/2} σ(Z V): n samples z ~ N(0, I_{inputs}), d features with weights V_ij ~ N(0, 1/inputs). */
    public static DenseMatrix randomFeatures(int n, int inputs, int d, Activation activation, RandomGenerator random) {
        double[] samples = gaussian(n, inputs, random).entries();
        double scale = Math.sqrt(n);
        for (int k = 0; k < samples.length; k++) {
            samples[k] *= scale;
        }
        return features(DenseMatrix.of(n, inputs, samples), featureWeights(inputs, d, random), activation, 1 / scale);
    }

    /** Feature weights V, d rows of length {@code inputs}, V_ij ~ N(0, 1/inputs); rows held out use the same ones. */
    public static DenseMatrix featureWeights(int inputs, int d, RandomGenerator random) {
        double scale = 1 / Math.sqrt(inputs);
        double[] entries = new double[product(inputs, d)];
        for (int k = 0; k < entries.length; k++) {
            entries[k] = scale * random.nextGaussian();
        }
        return DenseMatrix.of(d, inputs, entries);
    }

    /**
     * factor · σ(Z V) of given samples Z. Cost n · inputs · d.
     *
     * @param weights V, a feature a row
     * @throws IllegalArgumentException if samples and weights differ in their number of inputs
     */
    public static DenseMatrix features(
            DesignMatrix samples, DenseMatrix weights, Activation activation, double factor) {
        if (samples.columns() != weights.columns()) {
            throw new IllegalArgumentException(
                    "data.of: expected weights for " + samples.columns() + " inputs, got " + weights.columns());
        }
        int d = weights.rows();
        double[] entries = new double[product(samples.rows(), d)];
        for (int i = 0; i < samples.rows(); i++) {
            double[] sample = samples.row(i);
            for (int j = 0; j < d; j++) {
                entries[i * d + j] = factor * activation.value(weights.dot(j, sample));
            }
        }
        return DenseMatrix.of(samples.rows(), d, entries);
    }

    /** Labels b = A x* + noise · N(0, I_n). */
    public static double[] labels(DesignMatrix design, double[] signal, double noise, RandomGenerator random) {
        double[] labels = new double[design.rows()];
        design.multiply(signal, labels);
        for (int i = 0; i < labels.length; i++) {
            labels[i] += noise * random.nextGaussian();
        }
        return labels;
    }

    /** The length of an array for a matrix. */
    private static int product(int rows, int columns) {
        if ((long) rows * columns > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("data: expected a matrix of at most 2^31 - 1 numbers, got " + rows
                    + " x " + columns + "; keep fewer rows or columns");
        }
        return rows * columns;
    }
}
