package org.sgdlimits.law;

import org.sgdlimits.gaussian.PseudoInverse;

/**
 * Splits E[x e] into the parts of the spectral blocks: E[x_b e] = λ_b Ω_b Ω⁺ E[x e], since the fields are jointly Gaussian.
 * Scratch. Cost B (p + k)² p.
 */
final class BlockRegression {

    private final PseudoInverse pseudoInverse;
    private final double[][] regression;

    BlockRegression(int fields, int students) {
        pseudoInverse = new PseudoInverse(fields);
        regression = new double[fields][students];
    }

    /**
     * Splits.
     *
     * @param whole E[x e], [p + k][p]
     * @param blocks receives E[x_b e], [block][p + k][p]
     */
    void split(Overlaps state, double[][] whole, double[][][] blocks) {
        int fields = whole.length;
        int students = whole[0].length;
        if (blocks.length == 1) {
            for (int a = 0; a < fields; a++) {
                System.arraycopy(whole[a], 0, blocks[0][a], 0, students);
            }
            return;
        }
        double[][] inverse = pseudoInverse.of(state.omega);
        for (int a = 0; a < fields; a++) {
            for (int j = 0; j < students; j++) {
                double sum = 0;
                for (int c = 0; c < fields; c++) {
                    sum += inverse[a][c] * whole[c][j];
                }
                regression[a][j] = sum;
            }
        }
        for (int b = 0; b < blocks.length; b++) {
            for (int a = 0; a < fields; a++) {
                for (int j = 0; j < students; j++) {
                    double sum = 0;
                    for (int c = 0; c < fields; c++) {
                        sum += state.blockCovariance(b, a, c) * regression[c][j];
                    }
                    blocks[b][a][j] = sum;
                }
            }
        }
    }
}
