package org.sgdlimits.leastsquares;

import java.util.Arrays;

/**
 * Centring and scaling of columns, fitted on training rows and applied to those held out alike: a_ij → (a_ij − shift_j) factor_j.
 * Columns that do not vary are centred and not scaled.
 *
 * @param shifts one a column
 * @param factors one a column
 */
public record Standardisation(double[] shifts, double[] factors) {

    /** Subtracts the means of the columns of these rows. */
    public static Standardisation centring(DesignMatrix design) {
        double[] ones = new double[design.columns()];
        Arrays.fill(ones, 1);
        return new Standardisation(means(design), ones);
    }

    /** Subtracts the means and divides by the standard deviations (of n, not n − 1) of the columns of these rows. */
    public static Standardisation scaling(DesignMatrix design) {
        double[] means = means(design);
        double[] squares = new double[design.columns()];
        for (int i = 0; i < design.rows(); i++) {
            double[] row = design.row(i);
            for (int j = 0; j < row.length; j++) {
                squares[j] += (row[j] - means[j]) * (row[j] - means[j]);
            }
        }
        double[] factors = new double[squares.length];
        for (int j = 0; j < factors.length; j++) {
            double deviation = Math.sqrt(squares[j] / design.rows());
            // the mean of n equal numbers is off by rounding, so that their deviation need not vanish exactly
            boolean varies = deviation > 1e-14 * Math.abs(means[j]);
            factors[j] = varies ? 1 / deviation : 1;
        }
        return new Standardisation(means, factors);
    }

    /** The rows divided by their lengths, zeros left as they are: then γ‖a_i‖² is the same for every row, as theory takes it. */
    public static DesignMatrix unitRows(DesignMatrix design) {
        double[] factors = new double[design.rows()];
        Arrays.setAll(factors, i -> {
            double square = design.squaredNorm(i);
            return square == 0 ? 1 : 1 / Math.sqrt(square);
        });
        return design.scaleRows(factors);
    }

    private static double[] means(DesignMatrix design) {
        double[] ones = new double[design.rows()];
        Arrays.fill(ones, 1.0 / design.rows());
        double[] means = new double[design.columns()];
        design.multiplyTransposed(ones, means);
        return means;
    }

    /**
     * The transformed rows, dense.
     *
     * @throws IllegalArgumentException if the number of columns is another
     */
    public DenseMatrix apply(DesignMatrix design) {
        int d = design.columns();
        if (d != shifts.length) {
            throw new IllegalArgumentException(
                    "data: expected " + shifts.length + " columns as in the training rows, got " + d);
        }
        double[] entries = new double[Math.multiplyExact(design.rows(), d)];
        for (int i = 0; i < design.rows(); i++) {
            double[] row = design.row(i);
            for (int j = 0; j < d; j++) {
                entries[i * d + j] = (row[j] - shifts[j]) * factors[j];
            }
        }
        return DenseMatrix.of(design.rows(), d, entries);
    }
}
