package org.sgdlimits.leastsquares;

import java.util.Arrays;

/** A data matrix of which only the entries that are not zero are stored, in compressed rows (CSR). Immutable. */
public final class SparseMatrix implements DesignMatrix {

    private final int columns;
    private final int[] starts;
    private final int[] places;
    private final double[] values;

    private SparseMatrix(int columns, int[] starts, int[] places, double[] values) {
        this.columns = columns;
        this.starts = starts;
        this.places = places;
        this.values = values;
    }

    /**
     * Row i holds {@code values[k]} in column {@code places[k]}, from 0, for {@code starts[i] <= k < starts[i+1]}. The arrays are
     * kept, not copied, and must not change.
     *
     * @param starts n + 1 entries, from 0, never decreasing
     * @param places ascending in a row
     * @throws IllegalArgumentException if the arrays do not fit together or a value is not finite
     */
    public static SparseMatrix of(int columns, int[] starts, int[] places, double[] values) {
        if (starts.length < 2 || columns < 1) {
            throw new IllegalArgumentException(
                    "data: expected at least one row and one column, got " + (starts.length - 1) + " x " + columns);
        }
        if (starts[0] != 0 || starts[starts.length - 1] != values.length || places.length != values.length) {
            throw new IllegalArgumentException("data: expected row starts from 0 to the number of stored entries, got "
                    + starts[0] + " to " + starts[starts.length - 1] + " with " + places.length + " columns and "
                    + values.length + " values");
        }
        for (int i = 0; i + 1 < starts.length; i++) {
            if (starts[i + 1] < starts[i]) {
                throw new IllegalArgumentException("data: row " + (i + 1)
                        + ": expected row starts that do not decrease, got " + starts[i] + " before " + starts[i + 1]);
            }
            for (int k = starts[i]; k < starts[i + 1]; k++) {
                if (places[k] < 0 || places[k] >= columns || !Double.isFinite(values[k])) {
                    throw new IllegalArgumentException("data: row " + (i + 1)
                            + ": expected finite values in columns 0 to " + (columns - 1) + ", got " + values[k]
                            + " in column " + places[k]);
                }
                if (k > starts[i] && places[k] <= places[k - 1]) {
                    throw new IllegalArgumentException("data: row " + (i + 1)
                            + ": expected columns that ascend, none twice, got " + places[k] + " after "
                            + places[k - 1]);
                }
            }
        }
        return new SparseMatrix(columns, starts, places, values);
    }

    @Override
    public int rows() {
        return starts.length - 1;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public double dot(int row, double[] x) {
        double sum = 0;
        for (int k = starts[row]; k < starts[row + 1]; k++) {
            sum += values[k] * x[places[k]];
        }
        return sum;
    }

    @Override
    public void addRow(int row, double factor, double[] x) {
        for (int k = starts[row]; k < starts[row + 1]; k++) {
            x[places[k]] += factor * values[k];
        }
    }

    @Override
    public double squaredNorm() {
        return Arrays.stream(values).map(v -> v * v).sum();
    }

    @Override
    public double squaredNorm(int row) {
        double sum = 0;
        for (int k = starts[row]; k < starts[row + 1]; k++) {
            sum += values[k] * values[k];
        }
        return sum;
    }

    @Override
    public SparseMatrix scaleRows(double[] factors) {
        double[] scaled = new double[values.length];
        for (int i = 0; i < rows(); i++) {
            for (int k = starts[i]; k < starts[i + 1]; k++) {
                scaled[k] = factors[i] * values[k];
            }
        }
        return of(columns, starts, places, scaled);
    }

    /** The number of stored entries. */
    public int stored() {
        return values.length;
    }

    @Override
    public SparseMatrix select(int[] chosen) {
        int[] from = new int[chosen.length + 1];
        for (int i = 0; i < chosen.length; i++) {
            from[i + 1] = from[i] + starts[chosen[i] + 1] - starts[chosen[i]];
        }
        int[] columnsOf = new int[from[chosen.length]];
        double[] valuesOf = new double[columnsOf.length];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(places, starts[chosen[i]], columnsOf, from[i], from[i + 1] - from[i]);
            System.arraycopy(values, starts[chosen[i]], valuesOf, from[i], from[i + 1] - from[i]);
        }
        return new SparseMatrix(columns, from, columnsOf, valuesOf);
    }
}
