package org.sgdlimits.leastsquares;

/** A data matrix stored row by row in one array. Immutable. */
public final class DenseMatrix implements DesignMatrix {

    private final int rows;
    private final int columns;
    private final double[] entries;

    private DenseMatrix(int rows, int columns, double[] entries) {
        this.rows = rows;
        this.columns = columns;
        this.entries = entries;
    }

    /**
     * The matrix with entry (i, j) at {@code entries[i·columns + j]}. The array is kept, not copied, and must not change.
     *
     * @throws IllegalArgumentException if a dimension is not positive, the array has another length, or an entry is not finite
     */
    public static DenseMatrix of(int rows, int columns, double[] entries) {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "data: expected at least one row and one column, got " + rows + " x " + columns);
        }
        if (entries.length != (long) rows * columns) {
            throw new IllegalArgumentException("data: expected " + rows + " x " + columns + " = "
                    + (long) rows * columns + " entries, got " + entries.length);
        }
        for (int i = 0; i < entries.length; i++) {
            if (!Double.isFinite(entries[i])) {
                throw new IllegalArgumentException("data: row " + (i / columns + 1) + ", column " + (i % columns + 1)
                        + ": expected a finite number, got " + entries[i]
                        + "; leave the row out or fill the entry in");
            }
        }
        return new DenseMatrix(rows, columns, entries);
    }

    /**
     * The matrix of these rows, copied.
     *
     * @throws IllegalArgumentException if there are none, their lengths differ, or an entry is not finite
     */
    public static DenseMatrix of(double[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        double[] entries = new double[Math.multiplyExact(rows.length, columns)];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw new IllegalArgumentException("data: row " + (i + 1) + ": expected " + columns
                        + " entries as in row 1, got " + rows[i].length);
            }
            System.arraycopy(rows[i], 0, entries, i * columns, columns);
        }
        return of(rows.length, columns, entries);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    /** Entry (i, j), both from 0. */
    public double entry(int row, int column) {
        return entries[row * columns + column];
    }

    /** The entries themselves, row by row; not to be changed. */
    double[] stored() {
        return entries;
    }

    /** The entries row by row: a copy. */
    public double[] entries() {
        return entries.clone();
    }

    /** Four partial sums, which the processor overlaps. */
    @Override
    public double dot(int row, double[] x) {
        int from = row * columns;
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = 0;
        for (; j <= columns - 4; j += 4) {
            s0 += entries[from + j] * x[j];
            s1 += entries[from + j + 1] * x[j + 1];
            s2 += entries[from + j + 2] * x[j + 2];
            s3 += entries[from + j + 3] * x[j + 3];
        }
        for (; j < columns; j++) {
            s0 += entries[from + j] * x[j];
        }
        return (s0 + s1) + (s2 + s3);
    }

    @Override
    public void addRow(int row, double factor, double[] x) {
        int from = row * columns;
        for (int j = 0; j < columns; j++) {
            x[j] += factor * entries[from + j];
        }
    }

    @Override
    public double squaredNorm() {
        double sum = 0;
        for (double entry : entries) {
            sum += entry * entry;
        }
        return sum;
    }

    @Override
    public double squaredNorm(int row) {
        double sum = 0;
        for (int k = row * columns; k < (row + 1) * columns; k++) {
            sum += entries[k] * entries[k];
        }
        return sum;
    }

    @Override
    public DenseMatrix scaleRows(double[] factors) {
        double[] scaled = new double[entries.length];
        for (int k = 0; k < scaled.length; k++) {
            scaled[k] = factors[k / columns] * entries[k];
        }
        return of(rows, columns, scaled);
    }

    @Override
    public DenseMatrix select(int[] chosen) {
        double[] copy = new double[Math.multiplyExact(chosen.length, columns)];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(entries, chosen[i] * columns, copy, i * columns, columns);
        }
        return new DenseMatrix(chosen.length, columns, copy);
    }
}
