package org.sgdlimits.law;

import org.sgdlimits.model.Spectrum;

/** Scratch of one solve: θ, the Gram matrix Ω_b of every spectral block, and Ω = Σ_b λ_b Ω_b. */
final class Overlaps {

    final double[] parameters;
    final double[][][] gram;
    final double[][] omega;
    private final Spectrum spectrum;

    Overlaps(OrderParameters layout, Spectrum spectrum) {
        int n = layout.students() + layout.teachers();
        this.spectrum = spectrum;
        parameters = new double[layout.parameters()];
        gram = new double[layout.blocks()][n][n];
        omega = new double[n][n];
    }

    void sumBlocks() {
        int n = omega.length;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int b = 0; b < gram.length; b++) {
                    sum += spectrum.eigenvalue(b) * gram[b][i][j];
                }
                omega[i][j] = sum;
            }
        }
    }

    /** Ω_b with the covariance's eigenvalue, the covariance of block b's fields. */
    double blockCovariance(int block, int i, int j) {
        return spectrum.eigenvalue(block) * gram[block][i][j];
    }
}
