package org.sgdlimits.gaussian;

import java.util.Arrays;

/**
 * Moore–Penrose inverse Ω⁺ = Σ_{μ_i > cut} v_i v_iᵀ/μ_i of a positive semidefinite n×n matrix, from its
 * eigendecomposition by the cyclic Jacobi method (Golub & Van Loan, Matrix Computations, §8.5). Eigenvalues below
 * 4 n ε times the largest are rounding and count as zero, negative ones too.
 *
 * <p>Reusable scratch: O(n³) a call with a small constant for the few fields at hand, no allocation; not for use by two
 * threads at once.
 */
public final class PseudoInverse {

    private static final int MOST_SWEEPS = 60;

    private final int n;
    private final double[][] work;
    private final double[][] vectors;
    private final double[][] inverse;
    private int rank;

    /**
     * Scratch for n×n matrices.
     *
     * @throws IllegalArgumentException if n is not positive
     */
    public PseudoInverse(int n) {
        this.n = Arguments.atLeast(1, n, "n", "give the number of rows of the matrix");
        this.work = new double[n][n];
        this.vectors = new double[n][n];
        this.inverse = new double[n][n];
    }

    /**
     * Ω⁺; the array is reused by the next call. Only the lower triangle of Ω is read.
     *
     * @throws IllegalArgumentException if Ω has another size or an entry that is not finite
     */
    public double[][] of(double[][] omega) {
        load(omega);
        int sweeps = 0;
        while (sweeps < MOST_SWEEPS && sweep()) {
            sweeps++;
        }
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, work[i][i]);
            Arrays.fill(inverse[i], 0);
        }
        double cut = 4 * n * Math.ulp(1.0) * largest;
        rank = 0;
        for (int k = 0; k < n; k++) {
            if (work[k][k] > cut) {
                rank++;
                for (int i = 0; i < n; i++) {
                    double scaled = vectors[i][k] / work[k][k];
                    for (int j = 0; j < n; j++) {
                        inverse[i][j] += scaled * vectors[j][k];
                    }
                }
            }
        }
        return inverse;
    }

    /** The rank found by the last call. */
    public int rank() {
        return rank;
    }

    /** One pass of rotations over all pairs; whether any was needed. */
    private boolean sweep() {
        boolean rotated = false;
        for (int p = 0; p < n; p++) {
            for (int q = p + 1; q < n; q++) {
                double size = Math.sqrt(Math.abs(work[p][p])) * Math.sqrt(Math.abs(work[q][q]));
                // Relative to both diagonal entries, which keeps small eigenvalues accurate to their own size.
                if (Math.abs(work[p][q]) > 0.5 * Math.ulp(1.0) * size && work[p][q] != 0) {
                    rotate(p, q);
                    rotated = true;
                }
            }
        }
        return rotated;
    }

    private void rotate(int p, int q) {
        double ratio = (work[q][q] - work[p][p]) / (2 * work[p][q]);
        double tangent = Math.copySign(1 / (Math.abs(ratio) + Math.hypot(1, ratio)), ratio);
        double cosine = 1 / Math.hypot(1, tangent);
        double sine = tangent * cosine;
        double off = work[p][q];
        work[p][p] -= tangent * off;
        work[q][q] += tangent * off;
        work[p][q] = 0;
        work[q][p] = 0;
        for (int k = 0; k < n; k++) {
            if (k != p && k != q) {
                double left = work[k][p];
                double right = work[k][q];
                work[k][p] = cosine * left - sine * right;
                work[k][q] = sine * left + cosine * right;
                work[p][k] = work[k][p];
                work[q][k] = work[k][q];
            }
            double left = vectors[k][p];
            double right = vectors[k][q];
            vectors[k][p] = cosine * left - sine * right;
            vectors[k][q] = sine * left + cosine * right;
        }
    }

    private void load(double[][] omega) {
        Arguments.covariance(n, omega);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                work[i][j] = omega[i][j];
                work[j][i] = omega[i][j];
                vectors[i][j] = i == j ? 1 : 0;
                vectors[j][i] = vectors[i][j];
            }
        }
    }
}
