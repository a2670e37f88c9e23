package org.sgdlimits.leastsquares;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Sparse designs for the tests. */
final class Sparse {

    private Sparse() {}

    /** The same matrix, its zeros not stored. */
    static SparseMatrix of(DenseMatrix dense) {
        List<Integer> places = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        int[] starts = new int[dense.rows() + 1];
        for (int i = 0; i < dense.rows(); i++) {
            for (int j = 0; j < dense.columns(); j++) {
                if (dense.entry(i, j) != 0) {
                    places.add(j);
                    values.add(dense.entry(i, j));
                }
            }
            starts[i + 1] = places.size();
        }
        return SparseMatrix.of(
                dense.columns(),
                starts,
                places.stream().mapToInt(x -> x).toArray(),
                values.stream().mapToDouble(x -> x).toArray());
    }

    /** Every entry N(0, 1/(n share)) with the given chance, else 0. */
    static DenseMatrix random(int n, int d, double share, RandomGenerator random) {
        double[] entries = new double[n * d];
        double scale = 1 / Math.sqrt(n * share);
        Arrays.setAll(entries, k -> random.nextDouble() < share ? scale * random.nextGaussian() : 0);
        return DenseMatrix.of(n, d, entries);
    }
}
