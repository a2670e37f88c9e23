package org.sgdlimits.model;

import java.util.Arrays;
import org.sgdlimits.gaussian.SemidefiniteCholesky;

/**
 * The inner products of p student and k teacher vectors, Ω = [[Q, M], [Mᵀ, P]]; checked and immutable.
 */
public final class Gram {

    /** Overlaps typed with this many digits pass as positive semidefinite. */
    private static final double TOLERANCE = 1e-10;

    private final double[][] omega;
    private final int students;

    /**
     * From M (p×k), Q (p×p) and P (k×k).
     *
     * @throws IllegalArgumentException if shapes disagree, Q or P is not symmetric, or Ω is not positive semidefinite
     */
    public Gram(double[][] m, double[][] q, double[][] p) {
        students = q.length;
        int teachers = p.length;
        shape("Q", q, students, students);
        shape("P", p, teachers, teachers);
        shape("M", m, students, teachers);
        symmetric("Q", q);
        symmetric("P", p);
        int n = students + teachers;
        omega = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                boolean student = i < students;
                boolean otherStudent = j < students;
                omega[i][j] = student
                        ? (otherStudent ? q[i][j] : m[i][j - students])
                        : (otherStudent ? m[j][i - students] : p[i - students][j - students]);
            }
        }
        SemidefiniteCholesky cholesky = new SemidefiniteCholesky(n);
        cholesky.factor(omega);
        double[][] lower = cholesky.lower();
        double worst = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double product = 0;
                for (int c = 0; c <= j; c++) {
                    product += lower[i][c] * lower[j][c];
                }
                double scale = Math.sqrt(Math.abs(omega[i][i] * omega[j][j]));
                worst = Math.max(worst, Math.abs(product - omega[i][j]) - TOLERANCE * Math.max(scale, 1e-300));
            }
        }
        if (worst > 0) {
            throw new IllegalArgumentException("expected overlaps of real vectors, but [[Q, M], [M^T, P]] = "
                    + Arrays.deepToString(omega)
                    + " is not positive semidefinite; the rule |M_jr| <= sqrt(Q_jj P_rr) is"
                    + " the first thing to check");
        }
    }

    /** p. */
    public int students() {
        return students;
    }

    /** k. */
    public int teachers() {
        return omega.length - students;
    }

    /** Ω, (p + k)², a fresh copy. */
    public double[][] omega() {
        return copy(omega);
    }

    static double[][] copy(double[][] matrix) {
        double[][] copy = new double[matrix.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = matrix[i].clone();
        }
        return copy;
    }

    private static void shape(String name, double[][] matrix, int rows, int columns) {
        for (double[] row : matrix) {
            if (row.length != columns || matrix.length != rows) {
                throw new IllegalArgumentException(name + ": expected shape " + rows + " x " + columns + ", got "
                        + matrix.length + " x " + row.length);
            }
            for (double value : row) {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException(name + ": expected finite numbers, got " + value);
                }
            }
        }
        if (matrix.length != rows) {
            throw new IllegalArgumentException(
                    name + ": expected shape " + rows + " x " + columns + ", got " + matrix.length + " rows");
        }
    }

    private static void symmetric(String name, double[][] matrix) {
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < i; j++) {
                if (matrix[i][j] != matrix[j][i]) {
                    throw new IllegalArgumentException(name + ": expected a symmetric matrix, got " + name + "["
                            + (i + 1) + "," + (j + 1) + "] = " + matrix[i][j] + " and " + name + "[" + (j + 1) + ","
                            + (i + 1) + "] = " + matrix[j][i]);
                }
            }
        }
    }
}
