package org.sgdlimits.law;

import java.util.Arrays;

/**
 * Sums over the nodes of a quadrature of v times the products of error signal and fields from which the mean of ξ is made; with v = 1
 * they are moments, with another v they are mixed moments. Scratch; cost a node p² (p + k)².
 */
final class WeightedSignal {

    /** E[v x_a e_j], [p + k][p]. */
    final double[][] field;

    /** E[v e_j e_l], l ≥ j. */
    final double[][] product;

    /** E[v h]. */
    final double[] parameter;

    /** E[v e_j e_l x_a x_c], [j][l][a][c] for l ≥ j. */
    final double[][][][] square;

    WeightedSignal(OrderParameters layout) {
        int p = layout.students();
        int n = p + layout.teachers();
        field = new double[n][p];
        product = new double[p][p];
        parameter = new double[layout.parameters()];
        square = new double[p][p][n][n];
    }

    void clear() {
        for (double[] row : field) {
            Arrays.fill(row, 0);
        }
        for (double[] row : product) {
            Arrays.fill(row, 0);
        }
        Arrays.fill(parameter, 0);
        for (double[][][] rows : square) {
            for (double[][] matrix : rows) {
                for (double[] row : matrix) {
                    Arrays.fill(row, 0);
                }
            }
        }
    }

    /** Adds the node that is evaluated, of a weight times v. */
    void add(double weight, FieldSamples node) {
        double[] x = node.field;
        double[] e = node.signal;
        for (int i = 0; i < parameter.length; i++) {
            parameter[i] += weight * node.parameterSignal[i];
        }
        for (int j = 0; j < e.length; j++) {
            for (int a = 0; a < x.length; a++) {
                field[a][j] += weight * x[a] * e[j];
            }
            for (int l = j; l < e.length; l++) {
                double weighted = weight * e[j] * e[l];
                product[j][l] += weighted;
                for (int a = 0; a < x.length; a++) {
                    double[] row = square[j][l][a];
                    for (int c = 0; c < x.length; c++) {
                        row[c] += weighted * x[a] * x[c];
                    }
                }
            }
        }
    }
}
