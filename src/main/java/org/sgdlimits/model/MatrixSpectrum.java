package org.sgdlimits.model;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The spectrum of a covariance that is given as a matrix or as samples, by EJML's tridiagonal QR, eigenvalues alone, from the
 * largest to the smallest.
 *
 * <p>Eigenvalues within d ε λ_max of each other, ε = 2⁻⁵², are one to the accuracy of the algorithm and make one block, of their
 * mean; those within d ε λ_max of zero are zero. Cost 4d³/3 of the smaller side: a third of a second at d = 1000.
 */
final class MatrixSpectrum {

    /** Relative to the largest entry: by how much K_ij and K_ji may differ. */
    private static final double ASYMMETRY = 1e-10;

    /** Relative to the largest eigenvalue: how negative an eigenvalue may be and still be taken for zero. */
    private static final double INDEFINITENESS = 1e-10;

    private static final double EPSILON = 0x1p-52;

    private MatrixSpectrum() {}

    /** @throws IllegalArgumentException if K is not square, finite, symmetric or positive semidefinite, or is zero */
    static Spectrum of(double[][] k) {
        int d = k.length;
        double largest = 0;
        for (int i = 0; i < d; i++) {
            if (k[i].length != d) {
                throw new IllegalArgumentException("covariance: expected a square matrix, got " + d + " rows and "
                        + k[i].length + " columns in row " + (i + 1));
            }
            for (int j = 0; j < d; j++) {
                requireFinite(k[i][j], i, j);
                largest = Math.max(largest, Math.abs(k[i][j]));
            }
        }
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < i; j++) {
                if (Math.abs(k[i][j] - k[j][i]) > ASYMMETRY * largest) {
                    throw new IllegalArgumentException("covariance: expected a symmetric matrix, got K[" + (i + 1) + ","
                            + (j + 1) + "] = " + k[i][j] + " and K[" + (j + 1) + "," + (i + 1) + "] = " + k[j][i]);
                }
            }
        }
        double[] values = eigenvalues(k);
        if (d > 0 && values[0] < -INDEFINITENESS * values[d - 1]) {
            throw new IllegalArgumentException("covariance: expected a positive semidefinite matrix, got one with the"
                    + " eigenvalue " + values[0] + " (largest: " + values[d - 1] + ")");
        }
        return merged(values, 0);
    }

    /** @throws IllegalArgumentException if there are fewer than two rows, they are ragged or not finite, or all the same */
    static Spectrum ofSamples(double[][] rows) {
        int n = rows.length;
        if (n < 2) {
            throw new IllegalArgumentException(
                    "covariance: expected at least 2 samples, one a row, to estimate a covariance from, got " + n);
        }
        int d = rows[0].length;
        double[][] centred = new double[n][];
        double[] mean = new double[d];
        for (int i = 0; i < n; i++) {
            if (rows[i].length != d) {
                throw new IllegalArgumentException(
                        "covariance: expected rows of " + d + " numbers, got " + rows[i].length + " in row " + (i + 1));
            }
            for (int j = 0; j < d; j++) {
                requireFinite(rows[i][j], i, j);
                mean[j] += rows[i][j] / n;
            }
        }
        for (int i = 0; i < n; i++) {
            centred[i] = rows[i].clone();
            for (int j = 0; j < d; j++) {
                centred[i][j] -= mean[j];
            }
        }
        // XᵀX and XXᵀ have the same eigenvalues besides zeros: take the smaller
        return merged(eigenvalues(gram(n < d ? centred : transpose(centred), n - 1.0)), Math.max(0, d - n));
    }

    private static void requireFinite(double value, int row, int column) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("covariance: expected finite numbers, got " + value + " in row "
                    + (row + 1) + ", column " + (column + 1));
        }
    }

    private static double[][] transpose(double[][] rows) {
        double[][] columns = new double[rows[0].length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                columns[j][i] = rows[i][j];
            }
        }
        return columns;
    }

    private static double[][] gram(double[][] vectors, double divisor) {
        int size = vectors.length;
        double[][] gram = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int c = 0; c < vectors[i].length; c++) {
                    sum += vectors[i][c] * vectors[j][c];
                }
                gram[i][j] = sum / divisor;
                gram[j][i] = gram[i][j];
            }
        }
        return gram;
    }

    /** Increasing. */
    private static double[] eigenvalues(double[][] symmetric) {
        int size = symmetric.length;
        DMatrixRMaj matrix = new DMatrixRMaj(size, size);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                matrix.set(i, j, 0.5 * (symmetric[i][j] + symmetric[j][i]));
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> solver = DecompositionFactory_DDRM.eig(size, false, true);
        if (!solver.decompose(matrix)) {
            throw new IllegalArgumentException("covariance: the eigenvalues of a " + size + " x " + size
                    + " matrix did not converge; scale its entries to order one");
        }
        double[] values = new double[size];
        Arrays.setAll(values, i -> solver.getEigenvalue(i).getReal());
        Arrays.sort(values);
        return values;
    }

    /** Blocks of increasing eigenvalues and further zeros. */
    private static Spectrum merged(double[] increasing, int zeros) {
        int size = increasing.length;
        double tolerance = size == 0 ? 0 : (size + zeros) * EPSILON * increasing[size - 1];
        double[] values = new double[size + 1];
        long[] multiplicities = new long[size + 1];
        int blocks = 0;
        int i = size - 1;
        while (i >= 0 && increasing[i] > tolerance) {
            double first = increasing[i];
            double below = 0;
            int count = 0;
            for (; i >= 0 && first - increasing[i] <= tolerance; i--) {
                below += first - increasing[i];
                count++;
            }
            values[blocks] = first - below / count;
            multiplicities[blocks] = count;
            blocks++;
        }
        if (i + 1 + zeros > 0) {
            values[blocks] = 0;
            multiplicities[blocks] = (long) i + 1 + zeros;
            blocks++;
        }
        return new Spectrum(Arrays.copyOf(values, blocks), Arrays.copyOf(multiplicities, blocks));
    }
}
