package org.sgdlimits.gaussian;

import java.util.Arrays;

/**
 * Lower-triangular factor L of a positive semidefinite matrix, L Lᵀ = Ω, rows in their given order. A column whose
 * field depends linearly on the fields before it is zero, so rank-deficient Ω is normal. A column counts as dependent
 * relative to its own variance: Ω_11 = 1e-12 beside Ω_22 = 1 is a field like any other.
 *
 * <p>Where every Schur complement is well above rounding, this is plain Cholesky, backward stable. Otherwise plain
 * Cholesky would divide rounding errors by a vanishing pivot. Then Ω = B Bᵀ is factored with diagonal pivoting on the
 * correlations, which bounds what is dropped by n·ε·√(Ω_ii Ω_jj), and plane rotations from the right make B lower
 * triangular again (Higham, Accuracy and Stability of Numerical Algorithms, §10.3). Both ways find the same L.
 *
 * <p>Reusable scratch: O(n³) operations a call, no allocation; not for use by two threads at once.
 */
public final class SemidefiniteCholesky {

    /** Multiples of n·ε below which a Schur complement, relative to its variance, is rounding. */
    private static final double NOISE = 4 * Math.ulp(1.0);

    /** A relative pivot below this sends the matrix to the pivoted factorisation. */
    private static final double WELL_CONDITIONED = 1e-6;

    private final int n;
    private final double tolerance;
    private final double[][] lower;
    private final double[][] pivoted;
    private final double[] schur;
    private final boolean[] chosen;
    private final boolean[] active;
    private double mostNegativePivot;

    /**
     * Scratch for n×n matrices.
     *
     * @throws IllegalArgumentException if n is not positive
     */
    public SemidefiniteCholesky(int n) {
        this.n = Arguments.atLeast(1, n, "n", "give the number of rows of the matrix");
        this.tolerance = n * NOISE;
        this.lower = new double[n][n];
        this.pivoted = new double[n][n];
        this.schur = new double[n];
        this.chosen = new boolean[n];
        this.active = new boolean[n];
    }

    /**
     * Factors Ω, of which only the lower triangle is read. What makes Ω indefinite is dropped and reported by
     * {@link #mostNegativePivot()}; the covariances of a field of no variance are taken to be zero.
     *
     * @return the rank, which is the number of active columns
     * @throws IllegalArgumentException if Ω has another size or an entry that is not finite
     */
    public int factor(double[][] omega) {
        Arguments.covariance(n, omega);
        mostNegativePivot = 0;
        if (!plain(omega)) {
            rotate(omega, pivoted(omega));
        }
        int rank = 0;
        for (int j = 0; j < n; j++) {
            active[j] = lower[j][j] > 0;
            rank += active[j] ? 1 : 0;
        }
        return rank;
    }

    /** The live factor; above the diagonal it is zero. */
    public double[][] lower() {
        return lower;
    }

    /** Whether the column is nonzero. */
    public boolean active(int column) {
        return active[column];
    }

    /** The most negative pivot relative to its variance, beyond rounding; 0 if there is none. */
    public double mostNegativePivot() {
        return mostNegativePivot;
    }

    private boolean plain(double[][] omega) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                lower[i][j] = (omega[i][j] - dot(lower[i], lower[j], j)) / lower[j][j];
            }
            double pivot = omega[i][i] - dot(lower[i], lower[i], i);
            if (!(pivot > WELL_CONDITIONED * omega[i][i])) {
                return false;
            }
            lower[i][i] = Math.sqrt(pivot);
        }
        return true;
    }

    /** Fills the columns of B in the order in which the fields are chosen; returns their number. */
    private int pivoted(double[][] omega) {
        for (int i = 0; i < n; i++) {
            schur[i] = omega[i][i];
            chosen[i] = false;
        }
        for (int rank = 0; rank < n; rank++) {
            int next = largestSchur(omega);
            if (next < 0) {
                return rank;
            }
            chosen[next] = true;
            double pivot = Math.sqrt(schur[next]);
            for (int i = 0; i < n; i++) {
                if (i == next) {
                    pivoted[i][rank] = pivot;
                } else if (chosen[i] || !(omega[i][i] > 0)) {
                    pivoted[i][rank] = 0;
                } else {
                    double covariance = omega[Math.max(i, next)][Math.min(i, next)];
                    double rest = covariance - dot(pivoted[i], pivoted[next], rank);
                    double noise = tolerance * Math.sqrt(omega[i][i]) * Math.sqrt(omega[next][next]);
                    pivoted[i][rank] = Math.abs(rest) > noise ? rest / pivot : 0;
                    schur[i] = omega[i][i] - dot(pivoted[i], pivoted[i], rank + 1);
                }
            }
        }
        return n;
    }

    private int largestSchur(double[][] omega) {
        int largest = -1;
        double most = tolerance;
        double scale = 0;
        for (int i = 0; i < n; i++) {
            scale = Math.max(scale, Math.abs(omega[i][i]));
        }
        for (int i = 0; i < n; i++) {
            double variance = omega[i][i];
            if (!chosen[i] && variance != 0) {
                double relative = variance > 0 ? schur[i] / variance : variance / scale;
                if (relative < -tolerance) {
                    mostNegativePivot = Math.min(mostNegativePivot, relative);
                }
                if (relative > most) {
                    most = relative;
                    largest = i;
                }
            }
        }
        return largest;
    }

    /** Makes B lower triangular by plane rotations of its columns, row by row. */
    private void rotate(double[][] omega, int rank) {
        int free = 0;
        for (int i = 0; i < n; i++) {
            Arrays.fill(lower[i], 0);
        }
        for (int row = 0; row < n; row++) {
            for (int c = rank - 1; c > free; c--) {
                annihilate(row, c);
            }
            boolean independent =
                    free < rank && Math.abs(pivoted[row][free]) > tolerance * Math.sqrt(Math.max(omega[row][row], 0));
            if (independent) {
                double sign = Math.signum(pivoted[row][free]);
                for (int i = row; i < n; i++) {
                    lower[i][row] = sign * pivoted[i][free];
                }
                free++;
            }
        }
    }

    /** Rotates columns c − 1 and c so that the entry (row, c) vanishes. */
    private void annihilate(int row, int c) {
        double y = pivoted[row][c];
        if (y == 0) {
            return;
        }
        double x = pivoted[row][c - 1];
        double length = Math.hypot(x, y);
        double cosine = x / length;
        double sine = y / length;
        for (int i = row; i < n; i++) {
            double left = pivoted[i][c - 1];
            double right = pivoted[i][c];
            pivoted[i][c - 1] = cosine * left + sine * right;
            pivoted[i][c] = cosine * right - sine * left;
        }
        pivoted[row][c] = 0;
    }

    private static double dot(double[] a, double[] b, int length) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
