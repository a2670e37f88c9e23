package org.sgdlimits.leastsquares;

import java.util.Arrays;

/** A data matrix A ∈ R^{n×d}, a sample a row. Immutable; read by many threads. */
public sealed interface DesignMatrix permits DenseMatrix, SparseMatrix {

    /** The number n of rows. */
    int rows();

    /** The number d of columns. */
    int columns();

    /** ⟨a_i, x⟩, i from 0. */
    double dot(int row, double[] x);

    /** x ← x + factor · a_i, i from 0. */
    void addRow(int row, double factor, double[] x);

    /** A x into an array of length n. */
    default void multiply(double[] x, double[] out) {
        for (int i = 0; i < rows(); i++) {
            out[i] = dot(i, x);
        }
    }

    /** Aᵀ y into an array of length d. */
    default void multiplyTransposed(double[] y, double[] out) {
        Arrays.fill(out, 0);
        for (int i = 0; i < rows(); i++) {
            addRow(i, y[i], out);
        }
    }

    /** ‖A‖²_F = tr(AᵀA). */
    double squaredNorm();

    /** ‖a_i‖², i from 0. */
    double squaredNorm(int row);

    /** A copy of row i, from 0. */
    default double[] row(int row) {
        double[] copy = new double[columns()];
        addRow(row, 1, copy);
        return copy;
    }

    /** The matrix with row i multiplied by the i-th factor. */
    DesignMatrix scaleRows(double[] factors);

    /** The matrix of the given rows, in their order. */
    DesignMatrix select(int[] rows);
}
